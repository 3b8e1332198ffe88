"""The words for what other systems answered."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from console.dispatch.acknowledging import APPLIED, CONTRARY, FAILED, LATE, OPEN, UNMATCHED
from console.dispatch.models import Acknowledgement
from console.shell.dispatch.page_data import answer_tag
from console.shell.pages import Tag


def verdict(one: Acknowledgement) -> Tag:
    """Give what it says in a word."""
    return answer_tag(one.verdict) or Tag(pgettext("answer", "Message"))


def state_of(one: Acknowledgement) -> Tag:
    """Give what came of it in a word; of one that a person laid aside, that."""
    if one.outcome in OPEN and one.seen_at is not None:
        return Tag(pgettext("answer", "Laid aside"))
    words: dict[str, Tag] = {
        APPLIED: Tag(pgettext("answer", "Taken"), "ok"),
        LATE: Tag(pgettext("answer", "Came late, changed nothing")),
        CONTRARY: Tag(pgettext("answer", "Says the contrary"), "bad"),
        UNMATCHED: Tag(pgettext("answer", "Fits nothing"), "warn"),
        FAILED: Tag(pgettext("answer", "Module refused it"), "bad"),
    }
    return words[one.outcome]


def source(one: Acknowledgement) -> str:
    """Say how it came."""
    words: dict[str, str] = {
        "answer": _("in the reply itself"),
        "polled": _("fetched there"),
        "pushed": _("sent to us"),
        "file": _("as a file"),
    }
    return str(words.get(one.source, one.source))
