"""Public functions of dossiers: the only writer of their tables.

Words: a *dossier* is one matter of a company in a theme, about a person or none; its *kind* is what it is about in the
words of the plugin, such as a training; an *entry* is a line of its timeline, which the institution and the company
read alike, so that nothing stands in it that only one of them may know. A *document* is what the institution puts into
a dossier; it is *available* from then on, *notified* once an e-mail told of it, *opened* when one of the company's
people took it in hand. A *receipt* is how a company receives a document type: electronically or by post. A *print run*
is what was printed together for those that receive by post. A theme is named with its plugin here:
`ch_fund.accounting`. All functions work in the session's scope and never commit.
"""

from console.dossiers.deadlines import ENDS_SOON, announce_endings, chase_unopened, ending, unopened
from console.dossiers.documents import (
    NewDocument,
    add_document,
    close_document,
    document_added,
    document_of,
    notified,
    opened,
)
from console.dossiers.kinds import REQUEST
from console.dossiers.matters import (
    Matter,
    changed,
    close,
    dossier_of,
    enter,
    extend,
    name,
    open_dossier,
    reopen,
    timeline,
)
from console.dossiers.models import Dossier, DossierEntry
from console.dossiers.printing import make_run, posted, printed, run_of
from console.dossiers.receipts import choose_receipt, is_electronic, ways_of

__all__ = [
    "ENDS_SOON",
    "REQUEST",
    "Dossier",
    "DossierEntry",
    "Matter",
    "NewDocument",
    "add_document",
    "announce_endings",
    "changed",
    "chase_unopened",
    "choose_receipt",
    "close",
    "close_document",
    "document_added",
    "document_of",
    "dossier_of",
    "ending",
    "enter",
    "extend",
    "is_electronic",
    "make_run",
    "name",
    "notified",
    "open_dossier",
    "opened",
    "posted",
    "printed",
    "reopen",
    "run_of",
    "timeline",
    "unopened",
    "ways_of",
]
