"""What the pages of a check show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from console.plugin import ngettext, pages
from plugins.fr_dsn.models import CHECKED, Check
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.asking import PER_PAGE, Asked
from plugins.fr_dsn.views.findings import Findings, findings_of
from plugins.fr_dsn.views.tables import PARTS

SHOWN = 10
"""Rows of each table on the first page."""
TITLE = _l("Check DSN files")


@dataclass(frozen=True, slots=True)
class StartPage:
    """The page that asks for files, with the checks that can be looked at; `form` is None for who may only read."""

    title: str
    lead: str
    form: FlaskForm | None
    url: str
    table: pages.DataTable
    empty: pages.Empty


@dataclass(frozen=True, slots=True)
class CheckPage:
    """One check: its verdict, its findings, and what the files say."""

    title: str
    crumbs: tuple[pages.Crumb, ...]
    tags: tuple[pages.Tag, ...]
    actions: tuple[pages.Action, ...]
    tone: pages.Tone
    text: str
    note: str
    figures: tuple[pages.Fact, ...]
    files: pages.DataTable
    remarks: tuple[str, ...]
    """What is not shown, and why."""
    findings: Findings
    tables: tuple[pages.RelatedTable, ...]


def start_page(form: FlaskForm | None, found: list[Check]) -> StartPage:
    """Give the page that asks for files."""
    columns = (
        pages.Column(_("Files")),
        pages.Column(_("Verdict"), "tag"),
        pages.Column(_("Findings"), "number"),
        pages.Column(_("Checked"), "day"),
        pages.Column(_("Forgotten"), "day"),
    )
    return StartPage(
        title=str(TITLE),
        lead=_(
            "The files are read and checked against the norm of the DSN. They are forgotten once they are checked, "
            "and the result after an hour, unless you keep it."
        ),
        form=form,
        url=url_for(".upload"),
        table=pages.DataTable(_("Checks"), columns, tuple(_row(check) for check in found)),
        empty=pages.Empty(
            _("No check yet"), _("What you check appears here for an hour, and longer if you keep it.")
        ),
    )


def check_page(session: Session, check: Check, asked: Asked, *, may_write: bool) -> CheckPage:
    """Give the page of a check that was made."""
    text, tone = words.verdict(check.verdict)
    return CheckPage(
        title=_names(check),
        crumbs=crumbs(),
        tags=(pages.Tag(text, tone),),
        actions=_actions(check) if may_write else (),
        tone=tone,
        text=_verdict(check),
        note=_lasting(check),
        figures=_figures(check),
        files=_files(check),
        remarks=tuple(_remarks(check)),
        findings=findings_of(session, check, asked),
        tables=tuple(_part(session, check, name) for name in PARTS),
    )


def part_page(session: Session, check: Check, name: str, page: int) -> pages.ListPage:
    """Give one table of a check as a whole, page by page."""
    part, first = PARTS[name], (page - 1) * PER_PAGE
    total, rows = part.rows(session, check, first, PER_PAGE)
    last = max(1, -(-total // PER_PAGE))
    place: dict[str, Any] = {"reference": check.reference, "part": name}
    text = _("Page %(page)s of %(pages)s", page=words.number(page), pages=words.number(last))
    return pages.ListPage(
        title=str(part.title),
        crumbs=(*crumbs(), pages.Crumb(_names(check), url_for(".show", reference=check.reference))),
        count=words.number(total),
        table=part.table(rows),
        empty=pages.Empty(_("Nothing here"), str(part.empty)),
        pager=pages.Pager(
            text if last > 1 else "",
            url_for(".part", **place, page=page - 1) if page > 1 else None,
            url_for(".part", **place, page=page + 1) if page < last else None,
        ),
    )


def crumbs() -> tuple[pages.Crumb, ...]:
    """Give the way to the page that asks for files."""
    return (pages.Crumb(str(TITLE), url_for(".index")),)


def forget_page(check: Check) -> pages.ConfirmPage:
    """Give the question before a kept result is forgotten."""
    return pages.ConfirmPage(
        title=_("Forget this check?"),
        consequences=(
            _("The result with all findings, stoppages and endings is erased, for everybody."),
            _("The journal keeps that it was forgotten, and by whom."),
        ),
        submit=_("Forget"),
        cancel_url=url_for(".show", reference=check.reference),
        crumbs=(*crumbs(), pages.Crumb(_names(check), url_for(".show", reference=check.reference))),
        danger=True,
    )


def _row(check: Check) -> pages.Row:
    kept = check.gone_at is None
    state = pages.Cell(*words.verdict(check.verdict))
    if check.state != CHECKED:
        state = pages.Cell(_("is being checked"), "info")
    cells = (
        pages.Cell(_names(check), detail=", ".join(check.names[1:4])),
        state,
        pages.Cell(words.number(check.findings) if check.state == CHECKED else ""),
        pages.Cell(g.style.show_moment(check.created_at), detail=check.user_name),
        pages.Cell(_("kept by %(name)s", name=check.kept_by) if kept else g.style.show_moment(check.gone_at)),
    )
    return pages.Row(cells, url_for(".show", reference=check.reference))


def _names(check: Check) -> str:
    if len(check.names) == 1:
        return check.names[0]
    more = len(check.names) - 1
    return str(
        ngettext(
            "%(name)s and %(num)d more file", "%(name)s and %(num)d more files", more, name=check.names[0]
        )
    )


def _verdict(check: Check) -> str:
    several = len(check.names) > 1
    if check.verdict == "accepted":
        looked = check.result["counts"].get("business", 0) + check.result["counts"].get("warning", 0)
        return str(
            _(
                "Nothing was found for which this would be refused. Look at the findings before you deposit it."
            )
            if looked
            else _("Nothing was found for which this would be refused.")
        )
    if check.verdict == "refused":
        return str(
            _("At least one of these files would be refused. Correct what is marked as a refusal.")
            if several
            else _("This file would be refused. Correct what is marked as a refusal.")
        )
    return str(_("At least one of these files is no DSN.") if several else _("This file is no DSN."))


def _lasting(check: Check) -> str:
    if check.gone_at is None:
        moment = g.style.show_moment(check.kept_at)
        return str(_("Kept by %(name)s on %(moment)s.", name=check.kept_by, moment=moment))
    moment = g.style.show_moment(check.gone_at)
    return str(
        _(
            "The files are forgotten already. This result is forgotten on %(moment)s, unless you keep it; until "
            "then only you see it.",
            moment=moment,
        )
    )


def _actions(check: Check) -> tuple[pages.Action, ...]:
    place: dict[str, Any] = {"reference": check.reference}
    if check.gone_at is None:
        return (pages.Action(_("Forget"), url_for(".forget", **place), "danger"),)
    return (
        pages.Action(_("Forget"), url_for(".forget", **place), "danger", post=True),
        pages.Action(_("Keep"), url_for(".keep", **place), "main", post=True),
    )


def _figures(check: Check) -> tuple[pages.Fact, ...]:
    files = check.result["files"]
    people = sum(one["individuals"] for file in files for one in file["declarations"])
    refusals = check.result["counts"].get("refusal", 0)
    return (
        pages.Fact(_("Declarations"), words.number(sum(file["count"] for file in files))),
        pages.Fact(_("Individuals"), words.number(people)),
        pages.Fact(_("Refusals"), words.number(refusals), tone="bad" if refusals else "plain"),
        pages.Fact(_("Other findings"), words.number(check.findings - refusals)),
    )


def _files(check: Check) -> pages.DataTable:
    columns = (
        pages.Column(_("File")),
        pages.Column(_("Verdict"), "tag"),
        pages.Column(_("Norm"), "code"),
        pages.Column(_("Rubrics"), "number"),
        pages.Column(_("Declarations"), "number"),
    )
    return pages.DataTable(_("Files"), columns, tuple(_file(file) for file in check.result["files"]))


def _file(file: dict[str, Any]) -> pages.Row:
    lot = file["lot"]
    detail = _("lot %(number)s of the hub", number=lot["number"] or "?") if lot else ""
    return pages.Row(
        (
            pages.Cell(file["file"], detail=detail),
            pages.Cell(*words.verdict(file["verdict"])),
            pages.Cell(file["norm"]),
            pages.Cell(words.number(file["rubrics"])),
            pages.Cell(words.number(file["count"])),
        )
    )


def _remarks(check: Check) -> list[str]:
    """Say what was only counted, and what was not looked at."""
    suppressed = sum(sum(file["suppressed"].values()) for file in check.result["files"])
    left_out = sum(check.result["left_out"].values())
    shown = sum(len(file["declarations"]) for file in check.result["files"])
    declarations = sum(file["count"] for file in check.result["files"]) - shown
    found = _not_judged(check)
    if suppressed:
        said = _(
            "Of each control of a file at most a thousand findings are listed. Only counted: %(count)s.",
            count=words.number(suppressed),
        )
        found.append(str(said))
    if left_out:
        found.append(str(_("Lines that are only counted: %(count)s.", count=words.number(left_out))))
    if declarations:
        found.append(
            str(_("Declarations that are only counted: %(count)s.", count=words.number(declarations)))
        )
    return found


def _not_judged(check: Check) -> list[str]:
    lacking = check.result.get("not_judged", {})
    controls = {control for found in lacking.values() for control in found}
    if not controls:
        return []
    said = ngettext(
        "%(num)s control was not made for want of a list: %(lists)s. The institution can import it.",
        "%(num)s controls were not made for want of a list: %(lists)s. The institution can import them.",
        len(controls),
        lists=", ".join(lacking),
    )
    return [str(said)]


def _part(session: Session, check: Check, name: str) -> pages.RelatedTable:
    part = PARTS[name]
    total, rows = part.rows(session, check, 0, SHOWN)
    return pages.RelatedTable(
        title=str(part.title),
        table=part.table(rows),
        empty=pages.Empty(_("Nothing here"), str(part.empty)),
        all_url=url_for(".part", reference=check.reference, part=name) if total > SHOWN else None,
    )
