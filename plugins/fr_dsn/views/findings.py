"""Findings in groups, by person or by control, as a page shows them and as a sheet holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import g, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import clock, ngettext, pages, write_xlsx
from console.plugin import gettext as _
from plugins.fr_dsn.checking import checks
from plugins.fr_dsn.checking.outcome import said
from plugins.fr_dsn.models import Check, CheckLine
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.asking import PER_PAGE, SEVERITIES, Asked


@dataclass(frozen=True, slots=True)
class Group:
    """Findings about one person, or of one control."""

    title: str
    detail: str
    count: str
    table: pages.DataTable
    only_url: str | None
    """Where only these are shown."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings that an address asks for."""

    count: str
    groups: tuple[Group, ...]
    ways: tuple[pages.Choice, ...]
    """Addresses with the words for them, the one at hand without an address."""
    filters: tuple[pages.FilterControl, ...]
    clear_url: str | None
    keep: tuple[tuple[str, str], ...]
    pager: pages.Pager
    empty: pages.Empty
    sheet_url: str | None


def findings_of(session: Session, check: Check, asked: Asked) -> Findings:
    """Give the findings that are asked for, in their groups."""
    conditions = asked.conditions(check)
    total = checks.count_of(session, conditions)
    first = (asked.page - 1) * PER_PAGE
    rows = session.scalars(
        select(CheckLine).where(*conditions).order_by(*asked.order()).offset(first).limit(PER_PAGE)
    ).all()
    return Findings(
        count=str(ngettext("%(count)s finding", "%(count)s findings", total, count=words.number(total))),
        groups=tuple(_groups(check, asked, rows)),
        ways=(
            pages.Choice(_url(check, asked, by="person") if asked.by != "person" else "", _("By person")),
            pages.Choice(_url(check, asked, by="control") if asked.by != "control" else "", _("By control")),
        ),
        filters=_filters(check, asked),
        clear_url=_url(check, Asked(asked.by)) if asked.is_narrowed else None,
        keep=(("by", asked.by),) if asked.by != "person" else (),
        pager=_pager(check, asked, total),
        empty=_empty(asked),
        sheet_url=url_for(".sheet", reference=check.reference, **asked.values(page=1)) if total else None,
    )


def sheet_of(session: Session, check: Check, asked: Asked) -> tuple[bytes, int]:
    """Give the findings that are asked for as a workbook, and how many there are."""
    rows = session.scalars(select(CheckLine).where(*asked.conditions(check)).order_by(*asked.order())).all()
    titles = (
        _("Severity"), _("File"), _("Line"), _("Rubric"), _("Name of the rubric"), _("Control"), _("Person"),
        _("Number"), _("What to correct"),
    )  # fmt: skip
    cells = (
        (
            words.severity(row.severity)[0], _file(check, row), row.line, row.rubric, row.label, row.control,
            row.name, row.person, said(row.facts),
        )
        for row in rows
    )  # fmt: skip
    content = write_xlsx(_("Findings"), titles, cells, g.style.locale, created=clock.now())
    return content, len(rows)


def _groups(check: Check, asked: Asked, rows: Sequence[CheckLine]) -> Iterator[Group]:
    by_person = asked.by == "person"
    for key, found in groupby(rows, lambda row: row.person if by_person else row.control):
        lines = list(found)
        title, detail = _titles(asked, lines[0])
        yield Group(
            title=title,
            detail=detail,
            count=str(ngettext("%(num)d finding", "%(num)d findings", len(lines))),
            table=_table(check, lines, title, by_person=by_person),
            only_url=_only(check, asked, key),
        )


def _titles(asked: Asked, line: CheckLine) -> tuple[str, str]:
    if asked.by == "control":
        return line.control, line.label if "/" in line.control else words.control(line.control)
    if not line.person:
        return str(_("The file as a whole")), ""
    return words.whose(line.person, line.name), words.nir(line.person) if line.name else ""


def _only(check: Check, asked: Asked, key: str) -> str | None:
    """Give the address of this group alone, unless it is alone already or about nobody."""
    if not key or key in (asked.person, asked.control):
        return None
    return _url(check, asked, **{asked.by: key})


def _table(check: Check, lines: Sequence[CheckLine], title: str, *, by_person: bool) -> pages.DataTable:
    several = len(check.names) > 1
    columns = [
        pages.Column(_("What to correct")),
        pages.Column(_("Severity"), "tag"),
        pages.Column(_("Line"), "code"),
        pages.Column(_("Rubric")),
        pages.Column(_("Control") if by_person else _("Person"), "code" if by_person else "text"),
    ]
    rows = []
    for line in lines:
        other = pages.Cell(line.control) if by_person else _person(line)
        cells = [
            pages.Cell(said(line.facts)),
            pages.Cell(*words.severity(line.severity)),
            pages.Cell(_place(line), detail=_file(check, line) if several else ""),
            pages.Cell(line.rubric, detail=line.label),
            other,
        ]
        rows.append(pages.Row(tuple(cells)))
    return pages.DataTable(str(_("Findings: %(group)s", group=title)), tuple(columns), tuple(rows))


def _place(line: CheckLine) -> str:
    """Give the line of a finding; of something that is missing, the line of its block."""
    if line.line is not None:
        return str(line.line)
    above = line.facts.get("block_line")
    return str(_("missing, block at %(line)s", line=above)) if above else ""


def _person(line: CheckLine) -> pages.Cell:
    if not line.person:
        return pages.Cell("")
    return pages.Cell(words.whose(line.person, line.name), detail=words.nir(line.person) if line.name else "")


def _file(check: Check, line: CheckLine) -> str:
    return check.names[line.file] if line.file < len(check.names) else ""


def _filters(check: Check, asked: Asked) -> tuple[pages.FilterControl, ...]:
    counts = check.result["counts"]
    severities = tuple(
        pages.Choice(code, f"{words.severity(code)[0]} ({words.number(counts[code])})")
        for code in SEVERITIES
        if counts.get(code)
    )
    controls: dict[str, int] = {}
    for _severity, control, count in check.result["controls"]:
        controls[control] = controls.get(control, 0) + count
    return (
        pages.FilterControl("severity", _("Severity"), "choice", asked.severity, severities),
        pages.FilterControl(
            "control", _("Control"), "choice", asked.control,
            tuple(pages.Choice(name, f"{name} ({words.number(n)})") for name, n in sorted(controls.items())),
        ),
        pages.FilterControl("person", _("Person: number or name"), "text", asked.person),
    )  # fmt: skip


def _pager(check: Check, asked: Asked, total: int) -> pages.Pager:
    last = max(1, -(-total // PER_PAGE))
    if last == 1:
        return pages.Pager("")
    text = _("Page %(page)s of %(pages)s", page=words.number(asked.page), pages=words.number(last))
    return pages.Pager(
        str(text),
        _url(check, asked, page=asked.page - 1) if asked.page > 1 else None,
        _url(check, asked, page=asked.page + 1) if asked.page < last else None,
    )


def _empty(asked: Asked) -> pages.Empty:
    if asked.is_narrowed:
        return pages.Empty(_("No finding fits these filters"), _("Remove a filter to see more."))
    return pages.Empty(_("Nothing to correct"), _("No control of the norm that was made has found a fault."))


def _url(check: Check, asked: Asked, **changed: object) -> str:
    place = url_for(".show", reference=check.reference, **asked.values(**changed))
    return f"{place}#findings"
