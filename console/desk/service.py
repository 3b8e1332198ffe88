"""What other packages may know of the desk: how an institution works in a theme, and until when it promised an answer.

Words: a *promise* is so many days within which the institution answers what was sent to it; an *option* is how a theme
is worked in. Nothing here commits.
"""

from console.desk.keeping import Option, option_of, options
from console.desk.promises import Promise, received_on

__all__ = ["Option", "Promise", "option_of", "options", "received_on"]
