"""Makes the page of one section of a draft, and the pages that stand in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from flask import g, request, session, url_for
from flask_babel import gettext as _

from console.base import clock
from console.forms import queries
from console.forms.canonical import to_canonical
from console.forms.declarations import Section
from console.forms.faults import Placed, say
from console.forms.fields import Computed, File, Group
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell.forms import current
from console.shell.forms.drawing import Drawing
from console.shell.forms.opened import Opened
from console.shell.forms.page_data import AnswersPage, Asked, Disputed, DraftPage, Head, OvertakenPage, Told
from console.shell.forms.places import anchor_of, label_of, told
from console.shell.forms.reading import AnswerLine, Answers
from console.shell.forms.steps import previous_of, steps
from console.shell.forms.typed import Clash, base_of
from console.shell.pages import Crumb, Fact

REFUSED = "refused_documents"
"""In the cookie until the page is shown again: what was wrong with documents just added."""


def draft_page(opened: Opened, section: Section) -> DraftPage:
    """Give the page of a section."""
    faults = opened.faults_in(section) if section.key in opened.draft.visited else ()
    texts: dict[str, list[str]] = {}
    for one in faults:
        texts.setdefault(one.path, []).append(sentence(opened, one))
    for path, refusals in _refused(opened).items():
        texts.setdefault(path, []).extend(refusals)
    return DraftPage(
        title=opened.tongue.say(section.title),
        head=head_of(opened, section.key),
        help=opened.tongue.say(section.help) if section.help else "",
        parts=Drawing(opened, texts, _pages(section)).section(section),
        faults=tuple(
            told_at(opened, tuple(path.split(".")), text, here=section.key)
            for path, found in texts.items()
            for text in found
        ),
        hidden=(("base", base_of(opened, section)), ("language", g.language)),
        known=_known(opened, section),
        figures=_figures(),
        depends=_depends(section),
        multipart=_has_file(section.fields),
        is_first=not previous_of(opened, section.key),
        homeless=_homeless(opened),
    )


def overtaken_page(opened: Opened, section: Section, clashes: tuple[Clash, ...]) -> OvertakenPage:
    """Give the page that shows both texts; it carries everything that was sent."""
    gone = {"csrf_token", "base"}
    sent = tuple((name, text) for name, text in request.form.items(multi=True) if name not in gone)
    fields, tongue = {field.key: field for field in section.fields}, opened.tongue
    return OvertakenPage(
        title=_("Saved in another window meanwhile"),
        lead=_(
            "“%(form)s” was changed in another window since this page was opened. Choose which entries to keep.",
            form=tongue.say(opened.form.title),
        ),
        crumbs=opened.crumbs,
        url=opened.step_url(section.key),
        fields=tuple(
            Disputed(
                one.key,
                tongue.say(fields[one.key].label),
                told(fields[one.key], one.mine, tongue),
                told(fields[one.key], one.theirs, tongue),
            )
            for one in clashes
        ),
        hidden=(*sent, ("base", base_of(opened, section))),
        other=_("Saved in the other window"),
    )


def keep_refusals(draft: str, refusals: Mapping[str, Sequence[str]]) -> bool:
    """Let the next page tell at their paths why documents were not taken; give whether there is anything to tell."""
    first = [(path, text) for path, texts in refusals.items() for text in texts][:5]
    if first:
        paths = dict.fromkeys(path for path, _text in first)
        texts = {path: [text for at, text in first if at == path] for path in paths}
        session[REFUSED] = {"draft": draft, "texts": texts}
    return bool(first)


def closed_page(opened: Opened, why: str) -> AnswersPage:
    """Give the page of a form that names a rule nobody brings: everything typed, to be read."""
    tongue = opened.tongue
    chapters = tuple(
        Answers(
            section.key,
            tongue.say(section.title),
            tuple(
                AnswerLine(
                    field.key, tongue.say(field.label), told(field, opened.fitting.get(field.key), tongue)
                )
                for field in section.fields
                if field.holds_value and field.is_read
            ),
        )
        for section in opened.form.sections
    )
    return AnswersPage(tongue.say(opened.form.title), opened.crumbs, (), chapters, warning=why)


def head_of(opened: Opened, key: str) -> Head:
    """Give what all pages of a draft begin with."""
    return Head(
        form_title=opened.tongue.say(opened.form.title),
        crumbs=opened.crumbs,
        url=opened.step_url(key),
        steps=steps(opened, key),
        saved=saved(opened),
        whose=company_name(opened.draft.company_id),
        asked=_asked(opened),
    )


def _asked(opened: Opened) -> Asked | None:
    """Give what the institution wrote, to be read while it is answered."""
    message = opened.message
    if message is None or not (message.text or message.due):
        return None
    due = g.style.show_day(message.due) if message.due is not None else ""
    return Asked(message.text, _("To be answered by %(day)s.", day=due) if due else "")


def saved(opened: Opened) -> str:
    """Say when the draft was last saved."""
    moment = opened.draft.changed_at
    if moment.astimezone(g.style.zone).date() == clock.today(str(g.style.zone)):
        return str(_("Saved at %(time)s", time=g.style.show_time(moment)))
    return str(_("Saved on %(moment)s", moment=g.style.show_moment(moment)))


def told_at(opened: Opened, place: tuple[str, ...], text: str, *, here: str = "") -> Told:
    """Give a fault for the summary, with the address of its field; `here` is the section that is shown."""
    raw = opened.fitting
    section = next(one for one in opened.form.sections if place[0] in {field.key for field in one.fields})
    label = label_of(opened.form, place, raw, opened.tongue)
    anchor = anchor_of(opened.form, place, raw)
    is_here = section.key == here and anchor.startswith("#")
    url = anchor if is_here else opened.step_url(section.key, anchor)
    return Told(_("%(field)s: %(error)s", field=label, error=text), url)


def sentence(opened: Opened, one: Placed) -> str:
    """Say what is wrong."""
    return say(one.fault, g.style, current.sentences(opened.offered.revision))


def crumbs() -> tuple[Crumb, ...]:
    """Give the way back to the overview."""
    return (Crumb(_("Announcements"), url_for("FormsView.index")),)


def company_name(company: int | None) -> str:
    """Give the name of the company something is for; empty for the institution's staff."""
    found = db.session().get(Company, company) if company is not None else None
    return found.name if found is not None else ""


def _refused(opened: Opened) -> dict[str, list[str]]:
    """Give, once, why documents that were just added were not taken."""
    kept = session.get(REFUSED)
    if not isinstance(kept, dict) or kept.get("draft") != opened.draft.reference:
        return {}
    session.pop(REFUSED)
    return dict(kept["texts"])


def _pages(section: Section) -> dict[str, int]:
    asked = {field.key: request.args.get(f"rows-{field.key}", "") for field in section.fields}
    return {
        key: int(page) for key, page in asked.items() if page.isascii() and page.isdecimal() and len(page) < 6
    }


def _known(opened: Opened, section: Section) -> str:
    own = {field.key for field in section.fields}
    others = {key: value for key, value in opened.values.items() if key not in own}
    return msgspec.json.encode(to_canonical(opened.form, others)).decode()


def _figures() -> str:
    style = g.style
    figures = {
        "decimal": style.decimal,
        "group": style.group,
        "moneyDecimal": style.money_decimal,
        "moneyGroup": style.money_group,
    }
    return msgspec.json.encode(figures).decode()


def _depends(section: Section) -> bool:
    """Say whether a condition or a computed value of a section asks about a field of it."""
    inner = [one for field in section.fields if isinstance(field, Group) for one in field.fields]
    own = {field.key for field in (*section.fields, *inner)}
    asked = {
        name.partition(".")[0]
        for field in (*section.fields, *inner)
        for source in (field.when, field.value if isinstance(field, Computed) else None)
        if source is not None
        for name in source.fields()
    }
    return bool(own & asked)


def _has_file(fields: Iterable[object]) -> bool:
    return any(isinstance(one, File) or (isinstance(one, Group) and _has_file(one.fields)) for one in fields)


def _homeless(opened: Opened) -> tuple[Fact, ...]:
    """Show what has no place any more under the name it had in an earlier revision."""
    if not opened.homeless:
        return ()
    earlier = queries.revisions(db.session(), opened.form.key)
    found = []
    for key in opened.homeless:
        fields = (field for revision in earlier for field in revision.form.fields() if field.key == key)
        field = next((one for one in fields if told(one, opened.raw[key], opened.tongue)), None)
        label = opened.tongue.say(field.label) if field is not None else key
        text = told(field, opened.raw[key], opened.tongue) if field is not None else str(opened.raw[key])
        found.append(Fact(label, text))
    return tuple(found)
