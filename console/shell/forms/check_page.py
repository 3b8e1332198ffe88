"""Makes the page on which everything is looked at before it is sent."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app, g
from flask_babel import gettext as _

from console.forms.faults import Placed
from console.forms.fields import Computed
from console.hooks.manager import Plugins
from console.shell.forms import current
from console.shell.forms.draft_page import head_of, sentence, told_at
from console.shell.forms.opened import Opened
from console.shell.forms.page_data import CheckPage
from console.shell.forms.places import anchor_of, told
from console.shell.forms.reading import AnswerLine, AnswerRows, Answers, answers_of
from console.shell.forms.steps import CHECK
from console.shell.page_view import visitor


def check_page(opened: Opened) -> CheckPage:
    """Give the page; told are the faults of the sections that were left by the button."""
    faults = tuple(
        one
        for section in opened.sections
        if section.key in opened.draft.visited
        for one in opened.faults_in(section)
    )
    return CheckPage(
        title=_("Check and send"),
        head=head_of(opened, CHECK),
        faults=tuple(told_at(opened, one.place, sentence(opened, one)) for one in faults),
        chapters=chapters_of(opened, faults),
        hidden=(("language", g.language),),
        why_not="" if current.mandates(visitor(), opened.offered, "can_send") else _why_not(opened),
    )


def chapters_of(opened: Opened, faults: tuple[Placed, ...]) -> tuple[Answers, ...]:
    """Give all answers, each with the way back to its field and what is wrong with it."""
    return tuple(_with_ways_back(opened, chapter, faults) for chapter in _answers(opened))


def theme_title(offered: current.Offered) -> str:
    """Give the name of the theme whose rights guard a form."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    themes = plugins[offered.plugin].themes if offered.plugin in plugins else ()
    return next((str(one.title) for one in themes if one.key == offered.guard.theme), "")


def _answers(opened: Opened) -> tuple[Answers, ...]:
    files = {key: (file.name, opened.document_url(key)) for key, file in opened.files.items()}
    return answers_of(opened.offered.revision, opened.values, opened.tongue, opened.names, files)


def _with_ways_back(opened: Opened, chapter: Answers, faults: tuple[Placed, ...]) -> Answers:
    return replace(chapter, lines=tuple(_line(opened, chapter.key, line, faults) for line in chapter.lines))


def _line(
    opened: Opened, section: str, line: AnswerLine | AnswerRows, faults: tuple[Placed, ...]
) -> AnswerLine | AnswerRows:
    """Add the way to the field and what is wrong; where nothing could be read, show what was typed."""
    field = opened.form.field(line.key)
    if isinstance(field, Computed):
        return line
    url = opened.step_url(section, anchor_of(opened.form, (line.key,), opened.fitting))
    errors = tuple(sentence(opened, one) for one in faults if one.place[0] == line.key)
    if isinstance(line, AnswerRows):
        return replace(line, url=url, errors=errors)
    typed = "" if line.files else told(field, opened.fitting.get(line.key), opened.tongue)
    return replace(line, text=line.text or typed, url=url, errors=errors)


def _why_not(opened: Opened) -> str:
    return str(
        _(
            "You may prepare this announcement. Sending it needs the right to send in “%(theme)s”: "
            "ask your administrator for it, or let a colleague who has it fill in the announcement.",
            theme=theme_title(opened.offered),
        )
    )
