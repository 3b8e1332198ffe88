"""What direct debits bring to the console."""

from __future__ import annotations

from typing import Final

from console.plugin import AuditAction, MenuEntry, Right, View
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.part import STAFF, Part
from plugins.fr_dsn.views.collection_view import CollectionView
from plugins.fr_dsn.views.debit_mandates import MandateView

from . import retention, settings, task
from .models import DebitCollection, DebitItem, DebitMandate

PART: Final = Part(
    models=(DebitMandate, DebitCollection, DebitItem),
    views=(
        View(CollectionView, MenuEntry(_l("Collections by direct debit"), "sent"), theme="contributions"),
        View(MandateView, MenuEntry(_l("Direct debit mandates"), "document"), theme="contributions"),
    ),
    rights=(
        Right("collection", "read", _l("See collections by direct debit"), STAFF),
        Right("collection", "write", _l("Draw up and settle collections, take their file along"), STAFF),
        Right("debit_mandate", "read", _l("See direct debit mandates"), STAFF),
        Right("debit_mandate", "write", _l("Add, edit and end direct debit mandates"), STAFF),
        Right("debit_mandate", "export", _l("Export direct debit mandates"), ("administrator",)),
    ),
    actions=(
        AuditAction(
            "fr_dsn.collection.drawn",
            _l("Collection %(name)s for %(day)s drawn up: %(count)s direct debits, %(amount)s EUR"),
        ),
        AuditAction("fr_dsn.collection.executed", _l("Collection %(name)s of %(day)s noted as executed")),
        AuditAction("fr_dsn.collection.withdrawn", _l("Collection %(name)s for %(day)s withdrawn")),
        AuditAction(
            "fr_dsn.collection.rejected",
            _l("Direct debit of call %(call)s in collection %(name)s rejected: %(reason)s"),
        ),
        AuditAction(
            "fr_dsn.collection.returned",
            _l("Direct debit of call %(call)s in collection %(name)s returned: %(reason)s"),
        ),
        AuditAction("fr_dsn.collection.consulted", _l("Collection %(name)s consulted")),
        AuditAction("fr_dsn.collection.downloaded", _l("File of collection %(name)s taken along")),
    ),
    tasks=task.KINDS,
    settings=settings.SETTINGS,
    retention=retention.CLASSES,
)
