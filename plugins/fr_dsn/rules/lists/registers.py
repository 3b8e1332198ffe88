"""Controls that ask a register of companies, or what kind of body a SIRET belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import cents, day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import head_value, pair
from plugins.fr_dsn.rules.controls.declaring import Fault, Frame, Gathering, Values
from plugins.fr_dsn.rules.controls.organisations import insures
from plugins.fr_dsn.rules.lists.codes import Known, Period
from plugins.fr_dsn.rules.lists.declaring import Judge, ListGathering, ListRule, period_of

NOT_REGISTERED = N_(
    "%(rubric)s: the SIRET %(value)s is not in the list %(list)s, or not at the time declared: correct the number."
)
ABROAD = N_(
    "%(rubric)s: an account outside France may pay a complementary body, the tax office, an Urssaf, Agirc-Arrco or the "
    "paid-leave fund of the performing arts, but not %(payee)s: give an account in France."
)
NOT_ONE_MONTH = N_(
    "%(payee)s belongs to the list %(list)s: %(first)s to %(last)s must lie in one calendar month. Divide it."
)
NOT_ONE_YEAR = N_(
    "%(payee)s belongs to the list %(list)s: %(first)s to %(last)s must lie in one calendar year. Divide it."
)
NEGATIVE = N_(
    "%(rubric)s = %(value)s: a statement to an Urssaf (list %(list)s) for the current pay may not be negative. "
    "Declare what is to be paid back with the period that it belongs to."
)

TEMPORARY_WORK = ("7810Z", "7820Z")
WITHOUT_PERSONS = ("02", "05")
TAX_OFFICE = "DGFIP"
STATEMENT, PAYMENT = "S21.G00.22", "S21.G00.50"


def siret(
    control: str, name: str, reads: tuple[str, ...], number_of: Callable[[Values, Frame], str | None]
) -> ListRule:
    """Ask that a SIRET is in a register at the time that is declared; `number_of` makes it, or says None."""

    def start(known: Known, frame: Frame) -> Judge:
        there = known.codes(name, period_of(frame))

        def judge(values: Values) -> Phrase | None:
            number = number_of(values, frame)
            return None if number is None or number in there else _unknown(control, known, name, number)

        return judge

    return ListRule(control, (name,), reads, start, reads)


def _unknown(control: str, known: Known, name: str, number: str) -> Phrase:
    said = {"rubric": words.rubric(control[:14]), "value": words.text(number), "list": known.title([name])}
    return Phrase(NOT_REGISTERED, said)


def _sender(values: Values, frame: Frame) -> str | None:
    return f"{values[1]}{values[0]}" if frame.nature == "09" else None


def _establishment(values: Values, frame: Frame) -> str | None:
    return f"{frame.siren}{values[0]}" if frame.siren else None


def _workplace(values: Values, frame: Frame) -> str | None:
    activity = head_value(frame, "S21.G00.11", "002")
    return values[0] if values[1] == "01" and activity not in (None, *TEMPORARY_WORK) else None


def _payee_of_fees() -> ListRule:
    """A payee of fees is registered in the year that the fees belong to, or else in the month declared."""
    control, name = "S89.G00.32.005/CME-11", "SIRENE"

    def start(known: Known, frame: Frame) -> Judge:
        def judge(values: Values) -> Phrase | None:
            number = f"{values[1]}{values[0]}"
            there = known.codes(name, _year(values[2]) or period_of(frame))
            return None if number in there else _unknown(control, known, name, number)

        return judge

    return ListRule(control, (name,), ("005", "004", "017"), start, ("005", "004"))


def _year(text: str | None) -> Period | None:
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) != 4 or text == "0000":
        return None
    return date(int(text), 1, 1), date(int(text), 12, 31)


def _account() -> ListRule:
    """An account outside France is for some payees only."""
    control, lists = "S21.G00.20.004/CCH-13", ("URSSAF", "AGIRC_ARRCO", "SPECTACLES")

    def start(known: Known, frame: Frame) -> Judge:
        free = known.joined(lists, period_of(frame))

        def judge(values: Values) -> Phrase | None:
            account, payee = values[0] or "", values[1] or ""
            if account[:2] == "FR" or payee in free or payee == TAX_OFFICE or is_complementary(payee):
                return None
            more = {"rubric": words.rubric(control[:14]), "payee": pair("S21.G00.20.001", payee)}
            return Phrase(ABROAD, more)

        return judge

    return ListRule(control, lists, ("004", "001"), start, ("004", "001"))


def is_complementary(code: str) -> bool:
    """Tell whether a code has the form of those of complementary bodies, those in no federation included."""
    return insures(code) or is_alone(code)


def is_alone(code: str | None) -> bool:
    """Tell whether a code has the form of those of bodies in no federation: nine signs, one of them a letter."""
    return code is not None and len(code) == 9 and code.isalnum() and not code.isdecimal()


def _together(control: str, name: str, reads: tuple[str, str, str], message: str, same: str) -> ListRule:
    """Ask that a period lies in one month or one year where the payee is in a list; reads payee, first and last day."""

    def start(known: Known, frame: Frame) -> Judge:
        theirs = known.codes(name, period_of(frame))

        def judge(values: Values) -> Phrase | None:
            payee, first, last = values[0] or "", day(values[1]), day(values[2])
            if payee not in theirs or first is None or last is None or f"{first:{same}}" == f"{last:{same}}":
                return None
            days = {"first": words.day(values[1]), "last": words.day(values[2])}
            named = pair(f"{control[:10]}.{reads[0]}", payee)
            return Phrase(message, {**days, "payee": named, "list": known.title([name])})

        return judge

    return ListRule(control, (name,), reads, start, reads)


class _Statements:
    """Statements to an Urssaf of less than nothing, which are wrong when they are about the current pay."""

    def __init__(self, control: str, named: str, doubtful: list[tuple[int, date, str]]) -> None:
        self._control, self._list, self._doubtful = control, named, doubtful
        self._latest: date | None = None

    def add(self, group: Group) -> Iterable[Fault]:
        """Note the latest payment of a person."""
        for at in group.of(PAYMENT):
            paid = day(group.value(at, "001"))
            if paid is not None and (self._latest is None or paid > self._latest):
                self._latest = paid
        return ()

    def end(self, head: Group) -> Iterable[Fault]:
        """Give the statements that end on or after the latest payment."""
        for at, until, value in self._doubtful:
            if self._latest is not None and until >= self._latest:
                said = {"rubric": words.rubric(self._control[:14]), "value": words.text(value)}
                yield Fault(at, "005", Phrase(NEGATIVE, {**said, "list": self._list}))


def _negative() -> ListGathering:
    control, name = "S21.G00.22.005/CCH-11", "URSSAF"

    def start(known: Known, frame: Frame) -> Gathering | None:
        theirs, head = known.codes(name, period_of(frame)), frame.head
        doubtful = []
        for at in head.of(STATEMENT):
            value, until = head.value(at, "005"), day(head.value(at, "004"))
            if (cents(value) or 0) < 0 and until is not None and head.value(at, "001") in theirs:
                doubtful.append((at, until, value or ""))
        if not doubtful or frame.type in WITHOUT_PERSONS:
            return None
        return _Statements(control, known.title([name]), doubtful)

    return ListGathering(control, (name,), start)


_PAYMENT_PERIOD, _STATEMENT_PERIOD = ("001", "006", "007"), ("001", "003", "004")
_MONTH, _YEAR = "%Y-%m", "%Y"

DECLARED: tuple[ListRule | ListGathering, ...] = (
    siret("S10.G00.01.002/CRE-11", "OES", ("002", "001"), _sender),
    siret("S21.G00.11.001/CME-11", "SIRENE", ("001",), _establishment),
    siret("S21.G00.85.001/CME-11", "SIRENE", ("001", "010"), _workplace),
    _payee_of_fees(),
    _account(),
    _together("S21.G00.20.006/CCH-11", "URSSAF", _PAYMENT_PERIOD, NOT_ONE_MONTH, _MONTH),
    _together("S21.G00.20.006/CCH-12", "AGIRC_ARRCO", _PAYMENT_PERIOD, NOT_ONE_YEAR, _YEAR),
    _together("S21.G00.20.007/CCH-12", "AGIRC_ARRCO", _PAYMENT_PERIOD, NOT_ONE_YEAR, _YEAR),
    _together("S21.G00.22.003/CCH-11", "URSSAF", _STATEMENT_PERIOD, NOT_ONE_MONTH, _MONTH),
    _negative(),
)
"""Those that compare more than a code with a list."""
