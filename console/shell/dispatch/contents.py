"""What was said, word for word: shown cut, given whole, and each look noted in the journal.

A body can hold personal data, so that reading one needs a right of its own and is a consultation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext

from console.dispatch.models import Acknowledgement, Dispatch, DispatchExchange
from console.dispatch.service import SUBJECT
from console.shell import consulting
from console.shell.dispatch.page_data import crumb_of, crumbs
from console.shell.forms.drawing import shown_size
from console.shell.pages import Action, Crumb, Fact, FactGroup

CUT = 20_000
"""Characters of a body that a page shows."""


@dataclass(frozen=True, slots=True)
class Body:
    """A text that came from outside: what is shown of it, and what to know about the rest."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """What was said in one attempt; without `body` nothing came back that was kept."""

    title: str
    crumbs: tuple[Crumb, ...]
    asked: FactGroup
    answered: FactGroup
    body: Body | None
    actions: tuple[Action, ...]


def exchange_page(row: Dispatch, one: DispatchExchange) -> ExchangePage:
    """Give the page of one attempt's exchange."""
    show = g.style.show_number
    url = url_for(".reply", reference=row.public_id, number=one.number)
    return ExchangePage(
        title=_("What was said in attempt %(number)s", number=show(one.number)),
        crumbs=crumbs(crumb_of(row)),
        asked=FactGroup(
            _("We asked"),
            (
                Fact(pgettext("exchange", "Request"), one.request, "code"),
                Fact(_("Size"), shown_size(one.request_size)),
                Fact(_("SHA-256 of the body"), one.request_digest, "code"),
                *_headers(one.request_headers),
            ),
        ),
        answered=FactGroup(
            _("The other side answered"),
            (
                Fact(pgettext("exchange", "Status"), one.status or _("No answer came."), "code"),
                Fact(_("Size"), shown_size(one.reply_size)),
                Fact(_("Took"), _("%(count)s ms", count=show(one.milliseconds))),
                *_headers(one.reply_headers),
            ),
        ),
        body=body_of(one.reply, one.reply_size) if one.reply else None,
        actions=(Action(_("Download the reply"), url, icon="export"),) if one.reply else (),
    )


def body_of(text: str, size: int = 0) -> Body:
    """Cut a text for a page; `size` is how many bytes it had when it came, if that is known."""
    if len(text) > CUT:
        return Body(
            text[:CUT],
            _(
                "Only the first %(count)s characters are shown. The download has all that is kept.",
                count=g.style.show_number(CUT),
            ),
        )
    if size > len(text.encode()):
        return Body(
            text, _("What came back was longer: %(size)s. The rest was not kept.", size=shown_size(size))
        )
    return Body(text)


def download(text: str, name: str) -> Response:
    """Give a text as a file that no browser opens as a page."""
    answer = Response(text, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.txt"'
    return answer


def note_exchange(row: Dispatch, number: int) -> None:
    """Note that the visitor is about to see what was said in an attempt."""
    consulting.note(SUBJECT, subject_id=row.public_id, name=row.public_id, number=number)


def note_mail(row: Dispatch) -> None:
    """Note that the visitor is about to read an e-mail."""
    consulting.note(SUBJECT, subject_id=row.public_id, name=row.public_id)


def note_answer(one: Acknowledgement) -> None:
    """Note that the visitor is about to see an answer word for word."""
    consulting.note("console.acknowledgement", subject_id=one.public_id, name=one.public_id)


def _headers(found: Mapping[str, str]) -> tuple[Fact, ...]:
    return tuple(Fact(name, str(value), "code") for name, value in sorted(found.items()))
