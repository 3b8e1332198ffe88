"""Controls in which what a rubric says decides whether a rubric of another block must or may not be there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from console.plugin import Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import (
    ADD_RUBRIC,
    both,
    head_value,
    key,
    lines,
    never,
    pair,
    starting,
)
from plugins.fr_dsn.rules.controls.date_order_cross import LIVE_END, not_before
from plugins.fr_dsn.rules.controls.declaring import (
    ChainRule,
    DeclarationRule,
    Declared,
    Fault,
    Frame,
    GroupRule,
    Values,
)
from plugins.fr_dsn.rules.controls.ties import values
from plugins.fr_dsn.rules.controls.within_block import given, missing, other, there

_ADHERED = frozenset({"03", "04"})
_CASUAL = given("40.021", "05")

Numbers = Callable[[Group], Collection[str]]
_BASES: Numbers = values("S21.G00.78", "001")
_FUNDS: tuple[Numbers, ...] = (values("S21.G00.40", "022"), values("S21.G00.41", "023"))


class _LegalNature:
    """Whether a contract is insured against unemployment by adhesion of an employer who does not say what he is."""

    def __init__(self, frame: Frame) -> None:
        self._told = head_value(frame, "S21.G00.11", "017") is not None
        self._adhered: str | None = None

    def add(self, group: Group) -> Iterable[Fault]:
        """Look for such a contract."""
        if not (self._told or self._adhered):
            found = _ADHERED.intersection(group.once(values("S21.G00.40", "029")))
            self._adhered = min(found, default=None)
        return ()

    def end(self, head: Group) -> Iterable[Fault]:
        """Say it once."""
        if self._adhered and head.of("S21.G00.11"):
            said = {
                "given": pair("S21.G00.40.029", self._adhered),
                "rubric": words.rubric("S21.G00.11.017"),
            }
            yield Fault(head.of("S21.G00.11")[0], "017", Phrase(ADD_RUBRIC, said))


class _UserActivity:
    """Places of work that a contract names as its user establishment: they need their activity code."""

    def __init__(self, _: Frame) -> None:
        self._users: set[str] = set()

    def add(self, group: Group) -> Iterable[Fault]:
        """Keep who is named by contracts, and look at the places once they come, after the persons."""
        for at in group.of("S21.G00.40"):
            user = group.value(at, "046")
            if user is not None:
                self._users.add(user)
        places = group.of("S21.G00.85")
        return self._without_activity(group, places) if places else ()

    def _without_activity(self, group: Group, places: Iterable[int]) -> Iterable[Fault]:
        for at in places:
            place = group.value(at, "001")
            if place in self._users and group.value(at, "002") is None:
                said = {"given": pair("S21.G00.40.046", place), "rubric": words.rubric("S21.G00.85.002")}
                yield Fault(at, "002", Phrase(ADD_RUBRIC, said))

    def end(self, head: Group) -> Iterable[Fault]:
        """Nothing is left to say."""
        return ()


def _status_needed(control: str) -> ChainRule:
    """Ask for both statuses of somebody who is not an employee, where the kind of basis needs them."""
    kinds = given("S89.92.001", "01", "02", "03", "05")
    return both(never(control, kinds, missing("S89.91.017")), never(control, kinds, missing("S89.91.018")))


def _leave_fund(control: str, natures: tuple[str, ...], funds: tuple[Numbers, ...]) -> GroupRule:
    """Ask for the fund of paid leave (at least one of these rubrics) where its gross basis (20) is declared."""

    def find(group: Group, frame: Frame) -> Iterable[Fault]:
        if frame.nature not in natures or "20" not in group.once(_BASES) or any(map(group.once, funds)):
            return
        said = {"given": pair("S21.G00.78.001", "20"), "rubric": words.rubric("S21.G00.40.022")}
        for at in group.of("S21.G00.78"):
            if group.value(at, "001") == "20":
                yield Fault(at, "001", Phrase(ADD_RUBRIC, said))

    return GroupRule(control, frozenset({"S21.G00.78"}), find, (lines("78.001", "20"),))


def _unemployment(frame: Frame) -> bool:
    return head_value(frame, "S21.G00.11", "017") in ("02", "03")


def _managed(control: str) -> ChainRule:
    """Ask how unemployment is insured where the employer is public or mostly so (S21.G00.11.017)."""

    def judge(values: Values) -> Phrase | None:
        if values[0] is not None:
            return None
        said = {"given": words.rubric("S21.G00.11.017") + " = 02 / 03", "rubric": words.rubric(control[:14])}
        return Phrase(ADD_RUBRIC, said)

    return ChainRule(control, control[:10], (control[:14], key("40.001")), starting(judge, _unemployment))


DECLARED: Declared = (
    DeclarationRule(
        "S21.G00.11.017/CCH-11",
        _LegalNature,
        frozenset({"S21.G00.40"}),
        (lines("40.029", *sorted(_ADHERED)),),
    ),
    never("S21.G00.30.025/CCH-11", given("40.008", "64", "65", "81"), missing("30.025"), base="40"),
    _managed("S21.G00.40.029/SIG-12"),
    never("S21.G00.51.014/CCH-11", given("40.026", "99"), there("51.014")),
    not_before(
        "S21.G00.62.006/CCH-12",
        "62.006",
        given("63.001", "02", "03", "10", "50", "51", "61"),
        rubric="63.002",
        strictly=True,
    ),
    never("S21.G00.62.006/CCH-14", given("40.007", "03"), missing("62.006")),
    never("S21.G00.62.006/CCH-16", _CASUAL, LIVE_END, missing("62.006")),
    never(
        "S21.G00.62.017/CCH-11",
        given("40.007", "02", "10"),
        _CASUAL,
        there("62.001"),
        LIVE_END,
        missing("62.017"),
    ),
    never("S21.G00.62.019/CCH-12", other("40.020", "136"), there("62.019")),
    _leave_fund("S21.G00.78.001/CCH-24", ("01", "09"), _FUNDS),
    _leave_fund("S21.G00.78.001/CCH-26", ("07",), _FUNDS[:1]),
    DeclarationRule(
        "S21.G00.85.002/CCH-12",
        _UserActivity,
        frozenset({"S21.G00.40", "S21.G00.85"}),
        lasting=frozenset({"S21.G00.40.046", "S21.G00.85.001", "S21.G00.85.002"}),
    ),
    _status_needed("S89.G00.92.001/CCH-11"),
)
