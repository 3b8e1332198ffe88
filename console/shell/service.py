"""What the other rooms of this floor may use of the shell: lists from the database, forms in their words, files."""

from console.shell.boundary import settle
from console.shell.consulting import note
from console.shell.crud.listing import Asked, Listing, Page
from console.shell.crud.personal import listed, looked_at, view_of
from console.shell.crud.upserting import Result, RowFault, RowRefused, RowWriter, list_over, schema_of
from console.shell.forms.attachments import faults_of, handed_out, of_company, references
from console.shell.forms.current import registry, revision_of, tongue, validator
from console.shell.mailbox.actors import theme_title, type_title
from console.shell.words import bind_for as bind_words

__all__ = [
    "Asked",
    "Listing",
    "Page",
    "Result",
    "RowFault",
    "RowRefused",
    "RowWriter",
    "bind_words",
    "faults_of",
    "handed_out",
    "list_over",
    "listed",
    "looked_at",
    "note",
    "of_company",
    "references",
    "registry",
    "revision_of",
    "schema_of",
    "settle",
    "theme_title",
    "tongue",
    "type_title",
    "validator",
    "view_of",
]
