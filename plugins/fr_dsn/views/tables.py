"""What a check knows beside its findings, as tables: each is shown shortly on the first page and whole on its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.checking import checks
from plugins.fr_dsn.checking.outcome import CHANGE, ENDING, FINDING, KNOWN, STOPPAGE
from plugins.fr_dsn.models import Check, CheckLine
from plugins.fr_dsn.views import words

Cells = tuple[pages.Cell, ...]
ABOUT: Final = (FINDING, STOPPAGE, KNOWN, ENDING, CHANGE)
"""Kinds of lines by which a person stands in the table of persons."""

NOTHING: Final = _l("Nothing of this kind is in these files.")


@dataclass(frozen=True)
class Part:
    """A kind of table: its titles, and its rows from one on."""

    title: Any
    columns: Sequence[tuple[Any, pages.CellKind]]
    rows: Callable[[Session, Check, int, int], tuple[int, Sequence[Cells]]]
    """Gives how many rows there are, and those from a number on, as many as wanted."""
    empty: Any = NOTHING

    def table(self, rows: Sequence[Cells]) -> pages.DataTable:
        """Give rows under their titles."""
        columns = tuple(pages.Column(str(label), kind) for label, kind in self.columns)
        return pages.DataTable(str(self.title), columns, tuple(pages.Row(cells) for cells in rows))


def _declarations(_session: Session, check: Check, first: int, most: int) -> tuple[int, Sequence[Cells]]:
    found = [(file, one) for file in check.result["files"] for one in file["declarations"]]
    rows = [
        (
            pages.Cell(one["nature_name"], detail=f"{one['type_name']} · {file['file']}"),
            pages.Cell(*words.verdict(one["verdict"])),
            pages.Cell(words.siret(one["siret"]), detail=_month_and_order(one)),
            pages.Cell(words.number(one["individuals"])),
            pages.Cell(words.amount(one["gross"])),
            pages.Cell(words.amount(one["urssaf"])),
            pages.Cell(words.amount(one["payments"]["total"]), detail=_payments(one["payments"]["count"])),
        )
        for file, one in found[first : first + most]
    ]
    return len(found), rows


def _month_and_order(one: Mapping[str, Any]) -> str:
    order = str(_("number %(order)s, fraction %(fraction)s", order=one["order"], fraction=one["fraction"]))
    return ", ".join(filter(None, (words.month(one["month"]), order)))


def _payments(count: int) -> str:
    return str(_("payments: %(count)s", count=words.number(count)))


def _contracts(_session: Session, check: Check, first: int, most: int) -> tuple[int, Sequence[Cells]]:
    found = [
        (one, contract)
        for file in check.result["files"]
        for one in file["declarations"]
        for contract in one["contracts"]
    ]
    return len(found), [_contract(one, contract) for one, contract in found[first : first + most]]


def _contract(declaration: Mapping[str, Any], one: Mapping[str, Any]) -> Cells:
    differs = one["due"] != one["paid"]
    return (
        pages.Cell(one["reference"] or "?", detail=one["organisation"]),
        pages.Cell(words.siret(declaration["siret"]), detail=words.month(declaration["month"])),
        pages.Cell(words.amount(one["due"])),
        pages.Cell(words.amount(one["paid"])),
        pages.Cell(_("differs") if differs else _("equal"), "warn" if differs else "ok"),
        pages.Cell(", ".join(one["periods"])),
    )


def _months(_session: Session, check: Check, first: int, most: int) -> tuple[int, Sequence[Cells]]:
    found = check.result["months"]
    rows = [
        (
            pages.Cell(words.siret(one["siret"]), detail=_month_and_order(one)),
            pages.Cell(words.number(one["individuals"])),
            pages.Cell(words.amount(one["gross"])),
            pages.Cell(words.amount(one["due"])),
            pages.Cell(words.amount(one["paid"])),
        )
        for one in found[first : first + most]
    ]
    return len(found), rows


def _lines(kind: str, cells: Callable[[CheckLine], Cells]) -> Callable[..., tuple[int, Sequence[Cells]]]:
    def rows(session: Session, check: Check, first: int, most: int) -> tuple[int, Sequence[Cells]]:
        wanted = checks.lines_of(check, kind)
        asked = select(CheckLine).where(*wanted).order_by(CheckLine.position).offset(first).limit(most)
        return checks.count_of(session, wanted), [cells(line) for line in session.scalars(asked)]

    return rows


def _person(line: CheckLine) -> pages.Cell:
    return pages.Cell(words.whose(line.person, line.name), detail=words.nir(line.person) if line.name else "")


def _stoppage(line: CheckLine) -> Cells:
    facts = line.facts
    return (
        _person(line),
        pages.Cell(facts["reason"]),
        pages.Cell(words.day(facts["last_day_worked"])),
        pages.Cell(words.day(facts["until"])),
        pages.Cell(words.day(facts["resumed"])),
        pages.Cell(words.until(facts.get("subrogated_from"), facts.get("subrogated_to"))),
        pages.Cell(facts["contract"], detail=words.siret(facts["siret"])),
    )


def _ending(line: CheckLine) -> Cells:
    facts = line.facts
    return (
        _person(line),
        pages.Cell(words.day(facts["date"])),
        pages.Cell(facts["reason"]),
        pages.Cell(facts["contract"]),
    )


def _change(line: CheckLine) -> Cells:
    facts = line.facts
    what = str(words.CHANGES.get(facts["kind"], facts["kind"]))
    explained = facts["explained"]
    return (
        _person(line),
        pages.Cell(what, detail=_changed(line)),
        pages.Cell(_("%(before)s to %(after)s", **_between(facts))),
        pages.Cell(_("explained") if explained else _("to look at"), "plain" if explained else "warn"),
        pages.Cell(facts["contract"], detail=words.siret(facts["siret"])),
    )


def _between(facts: Mapping[str, Any]) -> dict[str, str]:
    return {"before": words.month(facts["before"]), "after": words.month(facts["after"])}


def _changed(line: CheckLine) -> str:
    facts = line.facts
    if "base" in facts:
        values = {"was": words.amount(facts["was"]), "now": words.amount(facts["now"])}
        return str(_("base %(base)s: %(was)s before, %(now)s now", base=facts["base"], **values))
    if line.rubric:
        values = {"was": facts["was"] or "–", "now": facts["now"] or "–"}
        return f"{line.rubric} {line.label}: " + str(_("%(was)s before, %(now)s now", **values))
    return ""


def _persons(session: Session, check: Check, first: int, most: int) -> tuple[int, Sequence[Cells]]:
    """Give everybody whom a line is about, those with most findings first."""
    about = [CheckLine.check_id == check.id, CheckLine.person != "", CheckLine.kind.in_(ABOUT)]
    findings = func.sum(case((CheckLine.kind == FINDING, 1), else_=0))
    others = func.sum(case((CheckLine.kind == KNOWN, 1), else_=0))
    asked = (
        select(CheckLine.person, func.max(CheckLine.name), findings, others)
        .where(*about)
        .group_by(CheckLine.person)
        .order_by(findings.desc(), CheckLine.person)
        .offset(first)
        .limit(most)
    )
    rows = [
        (
            pages.Cell(words.whose(person, name)),
            pages.Cell(words.nir(person)),
            pages.Cell(words.number(found)),
            pages.Cell(words.number(stopped)),
        )
        for person, name, found, stopped in session.execute(asked)
    ]
    return len(check.people), rows


PARTS: Final[Mapping[str, Part]] = {
    "declarations": Part(
        _l("Declarations"),
        (
            (_l("Nature"), "text"), (_l("Verdict"), "tag"), (_l("SIRET"), "code"),
            (_l("Individuals"), "number"), (_l("Gross wages"), "number"), (_l("Urssaf"), "number"),
            (_l("Payments"), "number"),
        ),
        _declarations,
    ),
    "contracts": Part(
        _l("Insured contracts"),
        (
            (_l("Contract"), "code"), (_l("SIRET"), "code"), (_l("Amount due"), "number"),
            (_l("Amount paid"), "number"), (_l("Comparison"), "tag"), (_l("Periods paid"), "text"),
        ),
        _contracts,
    ),
    "months": Part(
        _l("Months as they stand after all files"),
        (
            (_l("SIRET"), "code"), (_l("Individuals"), "number"), (_l("Gross wages"), "number"),
            (_l("Amount due"), "number"), (_l("Amount paid"), "number"),
        ),
        _months,
        _l("No monthly declaration stands: none was accepted."),
    ),
    "changes": Part(
        _l("Changes from month to month"),
        (
            (_l("Person"), "text"), (_l("What changed"), "text"), (_l("Months"), "day"), (_l("Explanation"), "tag"),
            (_l("Contract"), "code"),
        ),
        _lines(CHANGE, _change),
        _l("Two months of one establishment, accepted and together up to 20 MB, are compared."),
    ),
    "stoppages": Part(
        _l("Stoppages of work"),
        (
            (_l("Person"), "text"), (_l("Reason"), "text"), (_l("Last day worked"), "day"), (_l("Until"), "day"),
            (_l("Resumed"), "day"), (_l("Subrogation"), "day"), (_l("Contract"), "code"),
        ),
        _lines(KNOWN, _stoppage),
        _l("No stoppage stands in what was accepted."),
    ),
    "endings": Part(
        _l("Endings of contracts"),
        ((_l("Person"), "text"), (_l("Day"), "day"), (_l("Reason"), "text"), (_l("Contract"), "code")),
        _lines(ENDING, _ending),
    ),
    "persons": Part(
        _l("Persons concerned"),
        (
            (_l("Person"), "text"), (_l("Number"), "code"), (_l("Findings"), "number"),
            (_l("Stoppages"), "number"),
        ),
        _persons,
        _l("No finding, stoppage, ending or change is about a person."),
    ),
}  # fmt: skip
"""By the last word of their address."""
