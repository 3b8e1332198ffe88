"""Requests to companies, many at once: each as the desk would send it, each once for its reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, g, jsonify
from flask_babel import gettext as _

from console.api.core import members
from console.api.core.calling import Core, called, checked
from console.api.core.members import Members
from console.api.errors import Faulty
from console.base.errors import ConsoleError
from console.base.figures import API
from console.dossiers import service as dossiers
from console.dossiers.kinds import LETTER, REQUEST
from console.forms import queries
from console.forms.canonical import to_raw
from console.forms.faults import say
from console.forms.fields import File
from console.forms.revisions import Revision, from_stored
from console.mailbox import service as mailbox
from console.mailbox.models import A_NOTICE, A_QUERY, Message
from console.mailbox.service import Content, Opening, Refused
from console.parties.models import Company
from console.shell import service as shell
from console.shell.service import RowFault

MOST: Final = 500
"""Requests that are sent at once."""
LONGEST_TEXT: Final = 10_000
LONGEST_SUBJECT: Final = 200
_MEMBERS: Final = (
    "reference", "form", "theme", "company", "person", "subject", "text", "due", "delegable", "dossier", "values",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What is asked for: a form with its revision of today, or a question or notice in a theme."""

    type: str
    theme: str
    """With its plugin."""
    title: str
    revision: Revision | None = None


def send() -> Response:
    """Send requests, each by itself: one that is refused holds up no other."""
    core = called()
    results = [_one(core, number, one) for number, one in members.in_pieces(members.rows(MOST))]
    counted = {name: sum(one["result"] == name for one in results) for name in ("sent", "known", "refused")}
    return jsonify(results=results, **counted)


def _one(core: Core, number: int, given: Any) -> dict[str, Any]:
    """Send one request in a savepoint of its own, so that one that is refused holds up no other."""
    told: dict[str, Any] = {"index": number, "reference": "", "message": None, "faults": []}
    try:
        if not isinstance(given, dict):
            raise members.faulty(
                [RowFault("", "not_an_object", _("This row is no JSON object. Correct it."))]
            )
        told["reference"] = str(given.get("reference") or "")[:100]
        with core.session.begin_nested():
            result, message = _sent(core, Members(given).only(*_MEMBERS))
    except Faulty as fault:
        return {**told, "result": "refused", "faults": fault.members["faults"]}
    except ConsoleError as refused:
        code = refused.code if isinstance(refused, Refused) else "refused"
        return {
            **told,
            "result": "refused",
            "faults": members.told([RowFault(refused.place or "", code, str(refused))]),
        }
    return {**told, "result": result, "message": message.reference}


def _sent(core: Core, given: Members) -> tuple[str, Message]:
    """Send a request, or give the one that was sent under the same reference."""
    reference, references = checked(given.given.get("reference")), core.references(Message)
    known = references.row(reference)
    if known is not None:
        message = core.session.get_one(Message, known)
        _demand_theme(core, given, message.theme)
        return "known", message
    company, asked = _company(core, given), _asked(core, given)
    _refuse_closed(core, given, company, asked)
    opening, own_dossier = _opening(core, given, company, asked)
    kind = LETTER if asked.type == A_NOTICE else REQUEST
    message = mailbox.request(
        core.session,
        core.actor,
        opening,
        prefilled=_prefilled(given, asked),
        electronic=dossiers.is_electronic(core.session, company.id, kind),
    )
    references.add(reference, message.id)
    if own_dossier and not opening.dossier and message.dossier_id is not None:
        core.references(dossiers.Dossier).add(own_dossier, message.dossier_id)
    return "sent", message


def _company(core: Core, given: Members) -> Company:
    reference = checked(given.given.get("company"), "company")
    row = core.references(Company).row(reference)
    company = core.session.get(Company, row) if row is not None else None
    if company is None:
        raise _unknown(given, "company", reference)
    return company


def _asked(core: Core, given: Members) -> Asked:
    key = given.text("form", 120, needed=True)
    if key in (A_QUERY, A_NOTICE):
        theme = f"{core.reach.plugin}.{given.text('theme', 60, needed=True)}"
        _demand_theme(core, given, theme)
        return Asked(key, theme, given.text("subject", LONGEST_SUBJECT, needed=True))
    revision = _revision(core, key)
    if revision is None or f"{core.reach.plugin}.{revision.form.theme}" not in core.themes:
        raise given.fault("form", "unknown_form", _("This form cannot be sent to companies."))
    title = shell.tongue(revision).say(revision.form.title)
    return Asked(key, f"{core.reach.plugin}.{revision.form.theme}", title, revision)


def _demand_theme(core: Core, given: Members, theme: str) -> None:
    if theme not in core.themes:
        raise given.fault("theme", "unknown_theme", _("This theme is not open. Send the key of another."))


def _revision(core: Core, key: str) -> Revision | None:
    """Give the form in use that companies fill in, of the key's plugin."""
    brought = shell.registry().forms.get(key)
    if brought is not None:
        own_plugin = brought.plugin == core.reach.plugin
        return (
            shell.revision_of(brought.plugin, brought.form)
            if own_plugin and brought.form.for_companies
            else None
        )
    own = queries.own_form(core.session, key)
    if own is None or own[0].plugin != core.reach.plugin:
        return None
    found = from_stored(own[1].content)
    return found if found.form.for_companies else None


def _refuse_closed(core: Core, given: Members, company: Company, asked: Asked) -> None:
    use, plugin, day = core.reach.use, core.reach.plugin, core.reach.day
    parts = [("theme", asked.theme.partition(".")[2])]
    parts += [("form", asked.type)] if asked.revision is not None else []
    if not all(use.is_open(plugin, kind, key, company.id, day) for kind, key in parts):
        raise given.fault("form", "closed", _("This form is not open to this company yet."))


def _opening(core: Core, given: Members, company: Company, asked: Asked) -> tuple[Opening, str]:
    """Give the heading, and the reference of the dossier that the core system names."""
    due = given.day("due")
    if due is not None and due < core.reach.day:
        raise given.fault("due", "past", _("This day is over. Choose a later one."))
    dossier, known = given.text("dossier", 100), ""
    if dossier:
        row = core.references(dossiers.Dossier).row(checked(dossier, "dossier"))
        known = core.session.get_one(dossiers.Dossier, row).reference if row is not None else ""
    person, number = _person(core, given)
    return Opening(
        company.id,
        asked.theme,
        asked.type,
        given.text("subject", LONGEST_SUBJECT) or asked.title[:LONGEST_SUBJECT],
        text=given.text("text", LONGEST_TEXT),
        due=due,
        person_number=number[:20],
        person=person[:120],
        delegable=given.truth("delegable") and asked.revision is not None,
        dossier=known,
    ), dossier


def _person(core: Core, given: Members) -> tuple[str, str]:
    """Give the name and the official number of the person whom the core system names."""
    reference = given.text("person", 100)
    if not reference:
        return "", ""
    if "person" not in core.registers:
        raise _unknown(given, "person", reference)
    register = core.register("person")
    key = core.references(register.resource.model).row(reference)
    row = core.session.get(register.resource.model, key) if key is not None else None
    if row is None:
        raise _unknown(given, "person", reference)
    number = getattr(row, register.view.personal.number) if register.view.personal else ""
    return register.view.name_of(row), str(number or "")


def _prefilled(given: Members, asked: Asked) -> Content | None:
    """Give what is filled in beforehand; each value must be right, those left out are the company's to fill in."""
    values: Mapping[str, Any] = given.named_values("values")
    if not values:
        return None
    if asked.revision is None:
        raise given.fault("values", "no_form", _("Only a form takes values. Leave them out."))
    if files := [
        one.key for one in asked.revision.form.fields() if isinstance(one, File) and one.key in values
    ]:
        raise given.fault(f"values.{files[0]}", "file", _("Documents cannot be filled in beforehand."))
    validator = shell.validator(asked.revision, "json", API)
    verdict = validator.check(values)
    wrong = [
        one
        for one in verdict.faults
        if one.place[:1] and one.place[0] in values and one.fault.code != "required"
    ]
    if wrong:
        raise members.faulty(
            [
                RowFault(f"values.{one.path}", one.fault.code, say(one.fault, g.style, validator.sentences))
                for one in wrong
            ]
        )
    read = {key: value for key, value in verdict.values.items() if key in values}
    return Content(
        asked.revision, to_raw(asked.revision.form, read, shell.tongue(asked.revision)), g.language
    )


def _unknown(given: Members, key: str, reference: str) -> Faulty:
    text = _(
        "Your system has sent nothing with the reference %(reference)s. Send it first.",
        reference=reference[:60],
    )
    return given.fault(key, "unknown_reference", text)
