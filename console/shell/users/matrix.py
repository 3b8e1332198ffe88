"""The list of an institution's people with their rights, as the templates take it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from console.accounts.models import Membership
from console.accounts.queries import Found, Wanted
from console.accounts.roles import title_of
from console.base import clock
from console.base.errors import BadArgument
from console.hooks.declarations import Level, Text
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell import pages as page
from console.shell.crud.columns import ColumnFault, RelatedColumn
from console.shell.crud.listing import LONGEST, SIZES
from console.shell.users.themes import ThemeColumn, word_of

DORMANT_AFTER = timedelta(days=90)
COMPANY = RelatedColumn(key="company", label=_l("Company"), target=Company, foreign="company_id")
GROUPS: dict[str, Text] = {"staff": _l("Staff of the institution"), "companies": _l("People of companies")}
STATES: dict[str, Text] = {
    "active": _l("Active"),
    "inactive": _l("Inactive"),
    "dormant": _l("Not signed in for 90 days"),
}
_TONES: dict[int, page.Tone] = {Level.READ: "plain", Level.PREPARE: "info", Level.SEND: "ok"}
_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class UsersPage(page.ListPage):
    """The list of people, with what an administrator should look at first."""

    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What an address asks of the list; `shown` are the filters at work, in words."""

    wanted: Wanted
    page: int
    size: int
    shown: Mapping[str, str]


class Matrix:
    """The list with its filters: themes and roles are those of the person's institution."""

    def __init__(self, themes: Sequence[ThemeColumn], roles: Sequence[str], *, one_company: bool) -> None:
        self.themes = themes
        choices: dict[str, tuple[Text, dict[str, Text]]] = {
            "group": (_l("Works for"), GROUPS),
            "role": (_l("Role"), {name: title_of(name) for name in roles}),
            "theme": (_l("Has a right in"), {theme.code: theme.title for theme in themes}),
            "state": (_l("State"), STATES),
        }
        if one_company:
            del choices["group"]
        self.choices = choices
        self.one_company = one_company

    def asked(self, arguments: Mapping[str, str]) -> Asked:
        """Check the arguments of an address; raises `BadArgument` that names the faulty one."""
        known = {"search", "page", "size", *self.choices} | (set() if self.one_company else {"company"})
        for name, value in arguments.items():
            if name not in known:
                raise BadArgument(
                    _l("This list does not know the argument %(name)s.", name=name[:40]), place=name
                )
            if len(value) > LONGEST or "\0" in value:
                raise BadArgument(_l("The argument %(name)s is too long.", name=name), place=name)
        company = _company(arguments.get("company", ""))
        chosen = {name: self._choice(name, arguments) for name in self.choices}
        shown = {n: str(self.choices[n][1][value]) for n, value in chosen.items() if value}
        plugin, _dot, theme = chosen["theme"].partition(".")
        wanted = Wanted(
            dormant_before=clock.now() - DORMANT_AFTER,
            words=arguments.get("search", "").strip(),
            company=company.id if company else None,
            group=chosen.get("group", ""),  # type: ignore[arg-type]
            role=chosen["role"],
            theme=(plugin, theme) if theme else None,
            state=chosen["state"],  # type: ignore[arg-type]
        )
        if company is not None:
            shown = {"company": COMPANY.show(company, g.style), **shown}
        return Asked(
            wanted, _number(arguments, "page", 1, _MOST_PAGES), _number(arguments, "size", SIZES[0]), shown
        )

    def shown(self, asked: Asked, found: Found, *, may_write: bool, warnings: Sequence[str]) -> UsersPage:
        """Give the page of the list."""
        text = ngettext("%(num)s entry", "%(num)s entries", found.count)
        narrowed = bool(asked.shown or asked.wanted.words)
        return UsersPage(
            title=_("Users and rights"),
            lead=_("Who works here, with which roles, and what each person may do in each theme."),
            table=self._table(found.rows, may_write=may_write),
            empty=page.Empty(_("Nobody is found"), _("Take away a filter or search for another word.")),
            pager=page.Pager(
                text,
                _with(page=asked.page - 1) if asked.page > 1 else None,
                _with(page=asked.page + 1) if asked.page * asked.size < found.count else None,
                tuple(page.PageSize(n, _with(size=n, page=None), n == asked.size) for n in SIZES),
            ),
            count=text,
            search=asked.wanted.words,
            search_hint=_("Search for a name or company"),
            filters=self._filters(asked),
            chips=tuple(
                page.FilterChip(
                    _("%(label)s: %(value)s", label=self._label(name), value=value),
                    _with(**{name: None, "page": None}),
                )
                for name, value in asked.shown.items()
            ),
            clear_url=url_for(".index") if narrowed else None,
            keep=tuple((k, v) for k, v in request.args.items() if k == "size"),
            add_url=url_for(".add") if may_write else None,
            warnings=tuple(warnings),
        )

    def _choice(self, name: str, arguments: Mapping[str, str]) -> str:
        value = arguments.get(name, "").strip()
        if value and value not in self.choices[name][1]:
            raise BadArgument(_l("The list cannot be narrowed to this value."), place=name)
        return value

    def _label(self, name: str) -> str:
        return str(COMPANY.label if name == "company" else self.choices[name][0])

    def _filters(self, asked: Asked) -> tuple[page.FilterControl, ...]:
        company = page.FilterControl(
            "company",
            str(COMPANY.label),
            "related",
            asked.shown.get("company", ""),
            suggest_url=url_for(".companies"),
        )
        values = {name: request.args.get(name, "").strip() for name in self.choices}
        chosen = tuple(
            page.FilterControl(
                name,
                str(label),
                "choice",
                values[name],
                tuple(page.Choice(code, str(word)) for code, word in words.items()),
            )
            for name, (label, words) in self.choices.items()
            if words
        )
        return chosen if self.one_company else (company, *chosen)

    def _table(self, rows: Sequence[Membership], *, may_write: bool) -> page.DataTable:
        return page.DataTable(
            caption=_("Users and rights"),
            columns=(
                page.Column(_("Person")),
                page.Column(_("Works for")),
                page.Column(_("Roles")),
                page.Column(_("Last sign-in"), "day"),
                page.Column(_("State"), "tag"),
                *(page.Column(str(theme.title), "tag") for theme in self.themes),
            ),
            rows=tuple(
                page.Row(
                    (*person_cells(row), *self._levels(row)),
                    url_for(".show", pk=row.id),
                    url_for(".edit", pk=row.id) if may_write else None,
                )
                for row in rows
            ),
        )

    def _levels(self, row: Membership) -> list[page.Cell]:
        held = {(right.plugin, right.theme): right.level for right in row.theme_rights}
        return [
            page.Cell(word_of(held.get(theme.key)), _TONES.get(held.get(theme.key, 0), "plain"))
            for theme in self.themes
        ]


def person_cells(row: Membership) -> tuple[page.Cell, ...]:
    """Give the first columns of a person's row."""
    state, tone = state_of(row)
    return (
        page.Cell(name_of(row), detail=row.user.email if is_invited(row) else row.user.username),
        page.Cell(row.company_name or _("Staff")),
        page.Cell(", ".join(title_of(role.name) for role in row.roles)),
        page.Cell(last_sign_in(row)),
        page.Cell(state, tone),
    )


def name_of(row: Membership) -> str:
    """Give the name of a membership's person; until she accepts, the one under which she was invited."""
    if row.pending:
        return row.invited_as or row.user.email
    return f"{row.user.first_name} {row.user.last_name}".strip()


def last_sign_in(row: Membership) -> str:
    """Give when the person last signed in, or that she never did here."""
    last = None if row.pending else row.user.last_login
    return str(g.style.show_moment(last)) if last is not None else str(_("never"))


def is_invited(row: Membership) -> bool:
    """Say whether the person has still to follow her link: nobody may tell whether she had an account before."""
    return row.pending or not row.user.password


def state_of(row: Membership) -> tuple[str, page.Tone]:
    """Give whether a membership is active, or sleeps, as a word with its tone."""
    if not (row.active and (row.pending or row.user.active)):
        return _("inactive"), "plain"
    if is_invited(row):
        return _("invited"), "info"
    last = row.user.last_login or row.user.created_on
    if last is None or last < (clock.now() - DORMANT_AFTER).replace(tzinfo=None):
        return _("not for 90 days"), "warn"
    return _("active"), "ok"


def _company(typed: str) -> Any:
    if not typed.strip():
        return None
    try:
        return COMPANY.read(typed, g.style, db.session())
    except ColumnFault as fault:
        raise BadArgument(fault.text, place="company") from fault


def _number(arguments: Mapping[str, str], name: str, default: int, most: int | None = None) -> int:
    """Read a page number (up to `most`) or one of the sizes of a page."""
    typed = arguments.get(name) or str(default)
    sound = typed.isascii() and typed.isdecimal() and len(typed) < 9
    if most is None and not (sound and int(typed) in SIZES):
        raise BadArgument(_l("A page can have %(sizes)s rows.", sizes=", ".join(map(str, SIZES))), place=name)
    if not (sound and 1 <= int(typed) <= (most or SIZES[-1])):
        raise BadArgument(
            _l("This page of the list cannot be found. Start again from its first page."), place=name
        )
    return int(typed)


def _with(**changed: Any) -> str:
    """Give this list's address with some arguments changed."""
    return url_for(".index", **{**request.args, **changed})
