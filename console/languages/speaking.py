"""Which catalogue speaks: the one bound to the application context, in Python and in templates alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, g
from flask_babel import Domain, get_babel
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from .catalogues import SOURCE, Catalogue, fill

_QUOTE = re.compile(r'(<[^<>]*>)|"')
"""A tag, whose quotation marks belong to it, or a quotation mark in the text."""


def bound() -> Catalogue:
    """The catalogue of this request, job or command; English where none was bound."""
    catalogue: Catalogue = g.get("bound", SOURCE)
    return catalogue


def bind(catalogue: Catalogue) -> None:
    """Let a catalogue speak for the rest of the application context."""
    g.bound = catalogue


@contextmanager
def speaking(catalogue: Catalogue) -> Iterator[Catalogue]:
    """Let another catalogue speak for a while: an e-mail or a PDF in its reader's language."""
    before = bound()
    g.bound = catalogue
    try:
        yield catalogue
    finally:
        g.bound = before


class BoundDomain(Domain):
    """Flask-Babel's door to the bound catalogue: `gettext` and the lazy texts follow it."""

    def get_translations(self) -> Catalogue:
        """The bound catalogue, whatever locale Flask-Babel believes in."""
        return bound()

    def gettext(self, string: str, **variables: object) -> str:
        """The text of a message, filled in."""
        return bound().gettext(string, **variables)

    def ngettext(self, singular: str, plural: str, num: float, **variables: object) -> str:
        """The text of a message in the form that goes with a number, filled in."""
        return bound().ngettext(singular, plural, num, **variables)

    def pgettext(self, context: str, string: str, **variables: object) -> str:
        """The text of a message in a context, filled in."""
        return bound().pgettext(context, string, **variables)

    def npgettext(self, context: str, singular: str, plural: str, num: float, **variables: object) -> str:
        """The text of a message in a context and in the form that goes with a number, filled in."""
        return bound().npgettext(context, singular, plural, num, **variables)


def wire(app: Flask) -> None:
    """Make the application speak with bound catalogues. Call once, after Flask-Babel was initialised."""
    get_babel(app).instance.domain_instance = BoundDomain()
    app.jinja_env.globals.update(template_words())


def template_words() -> dict[str, Callable[..., str]]:
    """The text functions of templates.

    In HTML a translation is markup (the checks hold its tags to those of the source; it cannot end the attribute it
    stands in) and what is filled in is escaped; in text templates both are plain.
    """

    def done(context: EvalContext, text: str, source: str, params: dict[str, Any]) -> str:
        return fill(_markup(text) if context.autoescape else text, source, params)

    @pass_eval_context
    def gettext(context: EvalContext, msgid: str, **params: object) -> str:
        return done(context, bound().ugettext(msgid), msgid, params)

    @pass_eval_context
    def ngettext(context: EvalContext, singular: str, plural: str, num: float, **params: object) -> str:
        text = bound().ungettext(singular, plural, num)
        return done(context, text, singular if num == 1 else plural, {"num": num, **params})

    @pass_eval_context
    def pgettext(context: EvalContext, about: str, msgid: str, **params: object) -> str:
        return done(context, bound().upgettext(about, msgid), msgid, params)

    @pass_eval_context
    def npgettext(
        context: EvalContext, about: str, singular: str, plural: str, num: float, **params: object
    ) -> str:
        text = bound().unpgettext(about, singular, plural, num)
        return done(context, text, singular if num == 1 else plural, {"num": num, **params})

    return {
        "_": gettext,
        "gettext": gettext,
        "ngettext": ngettext,
        "pgettext": pgettext,
        "npgettext": npgettext,
    }


def _markup(text: str) -> Markup:
    quiet = _QUOTE.sub(lambda found: found[1] or "&#34;", text) if '"' in text else text
    return Markup(quiet)  # noqa: S704
