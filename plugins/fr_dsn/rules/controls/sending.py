"""What the declarations of one sending must keep among themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import Declared, SendingRule, Told

SHOULD_BE_EMPTY = N_(
    "%(rubric)s must be %(code)s: this sending holds only monthly declarations without individuals."
)
NOT_EMPTY = N_(
    "%(rubric)s may not be %(code)s: this sending holds a declaration that is not a monthly one without individuals."
)
CANCELS_ANOTHER = N_(
    "%(rubric)s: this declaration cancels declaration %(order)s of the same sending. Send only one of the two."
)

EMPTY, KIND = "02", "S10.G00.00.008"
MONTHLY, WITHOUT_INDIVIDUALS = "01", ("02", "05")
CANCELLING = ("03", "04", "05")


def _kind_of_sending(told: Sequence[Told]) -> Iterator[tuple[int | None, Phrase]]:
    if not told or not told[0].kind_of_sending:
        return
    empty = all(one.nature == MONTHLY and one.type in WITHOUT_INDIVIDUALS for one in told)
    said = told[0].kind_of_sending == EMPTY
    if empty != said:
        more = {"rubric": words.rubric(KIND), "code": words.code(KIND, EMPTY)}
        yield None, Phrase(SHOULD_BE_EMPTY if empty else NOT_EMPTY, more)


def _cancelling(told: Sequence[Told]) -> Iterator[tuple[int | None, Phrase]]:
    """Find who names the day of constitution and the order number of another one (S20.G00.05.006)."""
    sent = {(one.nature, one.siret, one.made_on + one.order): at for at, one in enumerate(told)}
    for at, one in enumerate(told):
        other = sent.get((one.nature, one.siret, one.replaces or ""))
        if one.type in CANCELLING and other is not None and other != at:
            more = {"rubric": words.rubric("S20.G00.05.002"), "order": words.text(told[other].order)}
            yield at, Phrase(CANCELS_ANOTHER, more)


DECLARED: Declared = (
    SendingRule("S10.G00.00.008/CCH-11", _kind_of_sending),
    SendingRule("S20.G00.05.002/CCH-11", _cancelling),
)
