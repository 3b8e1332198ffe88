"""What may stand only once among the blocks of a head or of a person."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import Declared, Fault, Frame, GroupRule
from plugins.fr_dsn.rules.controls.unique.affiliations import same_affiliation_only_on_missions
from plugins.fr_dsn.rules.controls.unique.bases import one_basis_for_period, parts_of_basis

AGAIN = N_("%(rubric)s: %(value)s stands in more than one block. Keep one of them, or correct the value.")
OTHER_ACCOUNT = N_("%(rubric)s: for %(value)s there are two different accounts. Keep one.")
NUMBER_THE_PAYMENTS = N_(
    "%(rubric)s is missing: where a person has several payments each must bear its number."
)
NOT_BOTH = N_("%(rubric)s: %(value)s and %(other)s may not both be paid for contract %(contract)s.")
ALONE = N_("%(rubric)s: %(value)s must be the only block of its kind here.")

Key = Callable[[Group, int], Hashable | None]
"""Gives what may not come twice, or None where a block is of no interest."""


def once(control: str, key: Key, natures: Sequence[str] = (), shown: Sequence[str] = ()) -> GroupRule:
    """Refuse a block of the control's code whose key has come before; `shown`: numbers of rubrics to name."""
    block, number = control[:10], control[11:14]

    def find(group: Group, frame: Frame) -> Iterator[Fault]:
        blocks = group.of(block)
        if len(blocks) < 2 or (natures and frame.nature not in natures):
            return
        seen: set[Hashable] = set()
        for at in blocks:
            found = key(group, at)
            if found is not None and found in seen:
                more = {"rubric": words.rubric(control[:14]), "value": _shown(group, at, shown or (number,))}
                yield Fault(at, number, Phrase(AGAIN, more))
            seen.add(found)

    return GroupRule(control, frozenset({block}), find)


def _shown(group: Group, at: int, numbers: Sequence[str]) -> str:
    values = (group.value(at, number) for number in numbers)
    return ", ".join(f"“{words.text(value)}”" for value in values if value is not None)


def _of(*numbers: str, under: bool = False) -> Key:
    """Compare what stands under these numbers, the first of which must be there; `under`: below the same block."""

    def key(group: Group, at: int) -> Hashable | None:
        values = tuple(group.value(at, number) for number in numbers)
        if values[0] is None:
            return None
        return (group.parents[at], *values) if under else values

    return key


END_PAYMENTS = frozenset(f"{code:03}" for code in range(1, 26))
"""Codes (S21.G00.52.001) of what is paid at the end of a contract."""


def _end_payment(group: Group, at: int) -> Hashable | None:
    code = group.value(at, "001")
    return (group.parents[at], group.value(at, "006"), code) if code in END_PAYMENTS else None


def _two_accounts(group: Group, frame: Frame) -> Iterator[Fault]:
    """Refuse another account for a use that has one already; the same account twice is let pass."""
    first: dict[str | None, tuple[str | None, str | None]] = {}
    for at in group.of("S21.G00.12"):
        use = group.value(at, "001")
        account = group.value(at, "002"), group.value(at, "003")
        if first.setdefault(use, account) != account:
            more = {
                "rubric": words.rubric("S21.G00.12.001"),
                "value": words.code("S21.G00.12.001", use or ""),
            }
            yield Fault(at, "001", Phrase(OTHER_ACCOUNT, more))


def _unnumbered_payments(group: Group, frame: Frame) -> Iterator[Fault]:
    payments = group.of("S21.G00.50")
    if len(payments) > 1:
        for at in payments:
            if group.value(at, "003") is None:
                more = {"rubric": words.rubric("S21.G00.50.003")}
                yield Fault(at, "003", Phrase(NUMBER_THE_PAYMENTS, more))


SPECIAL, SPECIFIC = "009", "010"
"""Two legal indemnities of dismissal that exclude one another (S21.G00.52.001)."""


DISMISSALS = tuple(frozenset({f"S21.G00.52.001,'{code}"}) for code in (SPECIAL, SPECIFIC))
"""The lines of both."""


def _two_dismissals(group: Group, frame: Frame) -> Iterator[Fault]:
    rubric = "S21.G00.52.001"
    special = {group.value(at, "006") for at in group.of("S21.G00.52") if group.value(at, "001") == SPECIAL}
    for at in group.of("S21.G00.52"):
        contract = group.value(at, "006")
        if group.value(at, "001") == SPECIFIC and contract in special:
            more = {"value": words.code(rubric, SPECIAL), "other": words.code(rubric, SPECIFIC)}
            more |= {"rubric": words.rubric(rubric), "contract": words.text(contract)}
            yield Fault(at, "001", Phrase(NOT_BOTH, more))


def alone(control: str, code: str) -> GroupRule:
    """Ask a block with this code to be the only one of its kind below the block above it."""
    block, number = control[:10], control[11:14]

    def find(group: Group, frame: Frame) -> Iterator[Fault]:
        blocks = group.of(block)
        for at in blocks:
            if group.value(at, number) != code:
                continue
            above = group.parents[at]
            if any(other != at and group.parents[other] == above for other in blocks):
                more = {"rubric": words.rubric(control[:14]), "value": words.code(control[:14], code)}
                yield Fault(at, number, Phrase(ALONE, more))

    return GroupRule(control, frozenset({block}), find, (frozenset({f"{control[:14]},'{code}"}),))


NO_SUPPLEMENTARY_SCHEME, NO_PART = "90000", "23"

DECLARED: Declared = (
    GroupRule("S21.G00.12.001/CCH-13", frozenset({"S21.G00.12"}), _two_accounts),
    once("S21.G00.15.001/CCH-11", _of("001", "002"), shown=("001", "002")),
    once("S21.G00.15.005/CCH-11", _of("005")),
    once("S21.G00.40.009/CCH-12", _of("009")),
    once("S21.G00.50.003/CCH-11", _of("003")),
    GroupRule("S21.G00.50.003/CCH-12", frozenset({"S21.G00.50"}), _unnumbered_payments),
    once("S21.G00.52.001/CCH-11", _end_payment),
    GroupRule("S21.G00.52.001/CCH-20", frozenset({"S21.G00.52"}), _two_dismissals, DISMISSALS),
    same_affiliation_only_on_missions("S21.G00.70.012/CCH-11"),
    once("S21.G00.70.013/CCH-12", _of("013", "004", "005", under=True), shown=("004", "005", "013")),
    alone("S21.G00.71.002/CCH-12", NO_SUPPLEMENTARY_SCHEME),
    one_basis_for_period("S21.G00.78.001/SIG-23"),
    parts_of_basis("S21.G00.79.001/CCH-16"),
    alone("S21.G00.79.001/SIG-18", NO_PART),
    once("S21.G00.86.001/CCH-13", _of("001", "005"), shown=("001", "005")),
)
