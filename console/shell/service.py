"""What the other rooms of this floor may use of the shell: the lists from the database."""

from console.shell.crud.listing import Listing, Page

__all__ = ["Listing", "Page"]
