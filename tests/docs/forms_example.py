"""A member announces that she moves."""

from console.plugin import N_ as _
from console.plugin import forms as f


def not_backwards(moved, until):
    """Nobody needs post sent on before the move."""
    return ("until", f.Fault("until_too_early")) if until is not None and until < moved else None


RULES = (
    f.Rule(
        "phone_book.not_backwards@1",
        not_backwards,
        {"until_too_early": _("This day lies before the move. Check both days.")},
    ),
)

MOVE = f.Form(
    key="phone_book.move",
    title=_("Change of address"),
    theme="addresses",
    sections=(
        f.section(
            "move",
            _("New address"),
            f.Day("moved", _("Day of the move"), required=True),
            f.Address("address", _("Address"), required=True),
            f.YesNo("forward", _("Shall we send your post on?"), required=True),
            f.Day("until", _("Until when"), when=f.equals("forward", True)),
        ),
    ),
    rules=("phone_book.not_backwards@1",),
)
