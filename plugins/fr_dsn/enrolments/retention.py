"""How long enrolments are kept, and what they hold of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask import g
from sqlalchemy import select

from console.plugin import Erased, PersonRows, RetentionClass, db
from console.plugin import lazy_gettext as _l

from .machine import EDITABLE
from .models import EnrolledPerson, EnrolmentLine, EnrolmentSending, UnknownAnswer

NIR: Final = 13
PEOPLE: Final = RetentionClass(
    "fr_dsn.enrolled_people",
    _l("Insured persons enrolled with Prest’IJ"),
    _l("Name, NIR, employer, cover and its days, and how the enrolment stands."),
    _l("the last change of the enrolment"),
    EnrolledPerson,
    since="changed_at",
    persons=("nir",),
)
SENDINGS: Final = RetentionClass(
    "fr_dsn.enrolments",
    _l("Files of enrolments with Prest’IJ"),
    _l("The files with name, NIR and covers of the persons in them."),
    _l("the day of sending"),
    EnrolmentSending,
    since="sent_at",
)
LINES: Final = RetentionClass(
    "fr_dsn.enrolment_lines",
    _l("Lines of enrolments with Prest’IJ"),
    _l("NIR, employer and cover of each line, and what was answered."),
    _l("the day of sending"),
    EnrolmentLine,
    since="asked_at",
    persons=("nir",),
)
ANSWERS: Final = RetentionClass(
    "fr_dsn.enrolment_answers",
    _l("Answers of Prest’IJ that fit no line"),
    _l("NIR, employer and reason of an answer about something that was not asked."),
    _l("the day on which the answer came"),
    UnknownAnswer,
    since="came_at",
    persons=("nir",),
)
CLASSES: Final = (PEOPLE, LINES, SENDINGS, ANSWERS)
"""Without months: no source at hand says how long, so that each institution confirms its own."""


def export(number: str) -> Sequence[PersonRows]:
    """Give the enrolments of a person, and what was answered about them."""
    nir = number[:NIR]
    people = db.session.scalars(select(EnrolledPerson).where(EnrolledPerson.nir == nir))
    lines = db.session.scalars(select(EnrolmentLine).where(EnrolmentLine.nir == nir))
    answers = db.session.scalars(select(UnknownAnswer).where(UnknownAnswer.nir == nir))
    return [
        PersonRows(
            PEOPLE.title,
            (_l("Name"), _l("Employer"), _l("Cover"), _l("From"), _l("Until"), _l("Slips from"), _l("State")),
            tuple(_person(one) for one in people),
        ),
        PersonRows(
            LINES.title,
            (_l("Asked on"), _l("Operation"), _l("Employer"), _l("State"), _l("Reason")),
            tuple((_moment(one.asked_at), one.operation, one.number, one.state, one.why) for one in lines),
        ),
        PersonRows(
            ANSWERS.title,
            (_l("Came on"), _l("Kind"), _l("Employer"), _l("Reason")),
            tuple((_moment(one.came_at), one.kind, one.number, one.why) for one in answers),
        ),
    ]


def erase(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Erase what is past its time; who is enrolled stays, since slips come for her, and a file that names her goes."""
    nir, done = number[:NIR], []
    if PEOPLE.key in before:
        hers = [
            one
            for one in db.session.scalars(select(EnrolledPerson).where(EnrolledPerson.nir == nir))
            if one.state in EDITABLE and one.changed_at.date() < before[PEOPLE.key]
        ]
        done.append(_gone(PEOPLE, hers))
    if SENDINGS.key in before:
        named = select(EnrolmentLine.sending_id).where(EnrolmentLine.nir == nir)
        files = db.session.scalars(select(EnrolmentSending).where(EnrolmentSending.id.in_(named)))
        past = [one for one in files if one.sent_at.date() < before[SENDINGS.key]]
        for file in past:
            file.content = None
        done.append(Erased(SENDINGS.key, len(past)))
    if LINES.key in before:
        lines = db.session.scalars(select(EnrolmentLine).where(EnrolmentLine.nir == nir))
        done.append(_gone(LINES, [one for one in lines if one.asked_at.date() < before[LINES.key]]))
    if ANSWERS.key in before:
        found = db.session.scalars(select(UnknownAnswer).where(UnknownAnswer.nir == nir))
        done.append(_gone(ANSWERS, [one for one in found if one.came_at.date() < before[ANSWERS.key]]))
    return done


def _gone(of: RetentionClass, rows: Sequence[Any]) -> Erased:
    for row in rows:
        db.session.delete(row)
    db.session.flush()
    return Erased(of.key, len(rows))


def _person(one: EnrolledPerson) -> tuple[str, ...]:
    days = (g.style.show_day(day) if day is not None else "" for day in (one.first, one.until, one.back_to))
    return (repr(one), repr(one.company), one.cover, *days, one.state)


def _moment(value: Any) -> str:
    return str(g.style.show_moment(value))
