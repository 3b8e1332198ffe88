"""Whether the same was asked already: of the same company, about the same person, and the same child if there is one.

Pure: what lies in the inboxes is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.base.folding import fold
from console.campaigns.models import CampaignLine
from console.forms.declarations import Form
from console.forms.fields.numbers import OfficialNumber


@dataclass(frozen=True)
class OpenRequest:
    """A request of the campaign's type that nobody has settled yet."""

    reference: str
    company: int
    person: str
    person_number: str
    prefill: Mapping[str, Any] | None


@dataclass(frozen=True)
class Recipient:
    """One request to be: the company, whom it concerns, and what is filled in already as raw values."""

    recipient_id: int
    person: str = ""
    person_number: str = ""
    about: str = ""
    prefill: Mapping[str, Any] | None = None
    row: int = 0


Whom = tuple[int, str]


def whom(company: int, person: str, person_number: str) -> Whom:
    """Give the company and the person as one value: by her number, or by her name where there is none."""
    return company, person_number or fold(person)


def numbers_in(form: Form | None, raw: Mapping[str, Any] | None) -> frozenset[str]:
    """Give the official numbers that stand in raw values, without the signs between the figures."""
    fields = form.fields() if form is not None and raw else ()
    found = (str((raw or {}).get(field.key) or "") for field in fields if isinstance(field, OfficialNumber))
    return frozenset("".join(sign for sign in number if sign.isalnum()) for number in found if number)


class Lying:
    """The open requests of one type, found by whom they concern."""

    def __init__(self, form: Form | None, requests: Iterable[OpenRequest]) -> None:
        self._form = form
        self._by_person: dict[Whom, list[tuple[frozenset[str], str]]] = defaultdict(list)
        for one in requests:
            key = whom(one.company, one.person, one.person_number)
            self._by_person[key].append((numbers_in(form, one.prefill), one.reference))

    def same_as(self, line: Recipient | CampaignLine, own: frozenset[str] = frozenset()) -> str:
        """Give the reference of the open request that asks the same, those in `own` left aside; empty without one.

        Two requests about one person are different only when both name numbers, and none in common.
        """
        numbers = numbers_in(self._form, line.prefill)
        lying = self._by_person.get(whom(line.recipient_id, line.person, line.person_number), ())
        return next(
            (
                reference
                for others, reference in lying
                if reference not in own and not (numbers and others and numbers.isdisjoint(others))
            ),
            "",
        )


def first_of_same(form: Form | None, lines: Sequence[Recipient]) -> dict[int, int]:
    """Give the lines that ask what an earlier one asks, each with the position of that one."""
    first: dict[tuple[Whom, str, frozenset[str]], int] = {}
    found: dict[int, int] = {}
    for position, line in enumerate(lines):
        numbers = numbers_in(form, line.prefill)
        key = (
            whom(line.recipient_id, line.person, line.person_number),
            "" if numbers else line.about,
            numbers,
        )
        earlier = first.setdefault(key, position)
        if earlier != position:
            found[position] = earlier
    return found
