"""The few signs with which an administrator structures a text: paragraphs, lists, bold and links.

CommonMark without HTML, pictures and headings: what it does not know stays as it was typed. Addresses become links by
themselves, and only those that a person would click: web pages, e-mail addresses, telephone numbers.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Html: TypeAlias = Markup
"""HTML that was made here, which templates show as it is."""
KNOWN = ("list", "link", "autolink", "emphasis", "escape", "newline", "linkify")
LINKED = frozenset({"https", "http", "mailto", "tel"})
"""Where a link may lead; anything else, `javascript:` above all, is left as text."""


def html_of(text: str) -> Html:
    """Give a text as HTML of which nothing but structure and links can come."""
    return Markup(_reader().render(text))  # noqa: S704 - the reader escapes all that it does not write itself


@cache
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero", {"html": False, "linkify": True, "breaks": True}).enable(list(KNOWN))
    reader.validateLink = _leads_where_it_may  # type: ignore[method-assign]
    if reader.linkify is not None:
        # Without a scheme, "AHV.ch" may as well be the end of one sentence and the beginning of the next.
        reader.linkify.set({"fuzzy_link": False, "fuzzy_email": True})
    return reader


def _leads_where_it_may(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in LINKED
    except ValueError:
        return False
