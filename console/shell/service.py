"""What the other rooms of this floor may use of the shell: the lists from the database, forms in their words."""

from console.shell.crud.listing import Listing, Page
from console.shell.forms.current import registry, revision_of, tongue, validator
from console.shell.words import bind_for as bind_words

__all__ = ["Listing", "Page", "bind_words", "registry", "revision_of", "tongue", "validator"]
