"""What the staff begin: a request, question or notice to a company, and mail that is registered for one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from console.base import clock
from console.base.errors import BadArgument
from console.desk import keeping
from console.hooks.declarations import Level
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.mailbox import service
from console.mailbox.models import A_NOTICE, A_QUERY
from console.mailbox.service import Actor, Opening
from console.parties.models import Company
from console.shell.boundary import say_done
from console.shell.campaigns.asking import receiving
from console.shell.crud.columns import ColumnFault
from console.shell.desk.act_forms import LONGEST_TEXT, NEEDED, ActForm, area, day_in, prepare, short
from console.shell.desk.asked import number_of
from console.shell.desk.page_data import ActPage, RegisterPage
from console.shell.desk.queue_page import message_url
from console.shell.forms import current
from console.shell.mailbox.actors import theme_title
from console.shell.page_view import visitor
from console.shell.pages import Choice, Crumb
from console.shell.users.matrix import COMPANY


class NewForm(ActForm):
    """A message that the institution begins."""

    company = StringField(_l("Company"), [NEEDED], description=_l("Number or name."))
    theme = SelectField(_l("Theme"), [NEEDED], choices=[])
    type = SelectField(
        _l("Type"),
        [NEEDED],
        choices=[],
        description=_l("A form asks for its data; a notice needs no answer."),
    )
    subject = StringField(_l("Subject"), [NEEDED, short(200)])
    text = area(_l("Text to the company"), short(LONGEST_TEXT), rows=6)
    due = StringField(_l("Answer until"), render_kw={"data-width": "short"})
    person = StringField(_l("Name of the person"), [short(120)])
    person_number = StringField(
        _l("Official number of the person"), [short(30)], render_kw={"data-width": "medium"}
    )
    delegable = BooleanField(_l("The company may hand it on to the person"))


class RegisterForm(ActForm):
    """For whom something is registered, and how it came."""

    company = StringField(_l("Company"), [NEEDED], description=_l("Number or name."))
    channel = SelectField(_l("How it came"), [NEEDED], choices=[])


def new(actor: Actor, tenant: Tenant) -> ResponseReturnValue:
    """Ask for a new message and send it; a second click gives the same one."""
    form, forms = NewForm(), _forms()
    form.theme.choices = [SelectChoice(one, theme_title(one)) for one in _themes(actor)]
    form.type.choices = [
        SelectChoice(A_QUERY, pgettext("message", "Question")),
        SelectChoice(A_NOTICE, pgettext("message", "Notice")),
        *(SelectChoice(one.form.key, _title(one)) for one in forms),
    ]
    done = keeping.spent(db.session(), actor, form.once.data or "") if form.is_submitted() else None
    if done is not None:
        return redirect(message_url(done.reference), 303)
    if form.validate_on_submit() and (reference := _sent(actor, tenant, form, forms)):
        say_done(_("The message is in the company's inbox."))
        return redirect(message_url(reference), 303)
    prepare(form)
    page = ActPage(
        title=_("New message to a company"),
        form=form,
        order=("company", "theme", "type", "subject", "text", "due", "person", "person_number", "delegable"),
        buttons=(Choice("", _("Send")),),
        cancel_url=url_for("DeskView.queue"),
        crumbs=_crumbs(),
    )
    return render_template("guichet/desk/act.html", page=page), 422 if form.errors else 200


def register(actor: Actor) -> ResponseReturnValue:
    """Choose for which company and how something came, then the form it is entered in."""
    form = RegisterForm(request.args, meta={"csrf": False})
    form.channel.choices = [SelectChoice(code, word) for code, word in _channels()]
    asked = "company" in request.args
    company = _company(form) if asked and form.validate() else None
    page = RegisterPage(
        title=_("Register mail"),
        lead=_("Enter for a company what came by post, telephone or e-mail. The proof says how it came."),
        form=form,
        crumbs=_crumbs(),
        cancel_url=url_for("DeskView.queue"),
        company=COMPANY.show(company, g.style) if company else "",
        hidden=(("company", company.number), ("channel", form.channel.data)) if company else (),
        offers=tuple(_offers(actor)) if company else (),
    )
    return render_template("guichet/desk/register.html", page=page), 422 if form.errors else 200


def _sent(actor: Actor, tenant: Tenant, form: NewForm, forms: Sequence[current.Offered]) -> str:
    """Send the message and give its reference; nothing when a field is faulty, which says so."""
    company = _company(form)
    if company is None:
        return ""
    session = db.session()
    try:
        opening = _opening(tenant, form, forms, company)
    except BadArgument as fault:
        field = form[fault.place or "type"]
        field.errors = [*field.errors, str(fault)]
        return ""
    key = keeping.spend(session, actor, form.once.data or "")
    if key is None:
        done = keeping.spent(session, actor, form.once.data or "")
        return done.reference if done else ""
    electronic = receiving(session)(company.id, opening.type)
    message = service.request(session, actor, opening, electronic=electronic)
    key.reference = message.reference
    return message.reference


def _opening(tenant: Tenant, form: NewForm, forms: Sequence[current.Offered], company: Company) -> Opening:
    today = clock.today(tenant.zone)
    offered = next((one for one in forms if one.form.key == form.type.data), None)
    if offered is not None:
        _refuse_unfit(offered, form.theme.data, company, today)
    due = day_in(form.due)
    if due is not None and due < today:
        raise BadArgument(_("This day is over. Choose a later one."), place="due")
    return Opening(
        company.id,
        form.theme.data,
        form.type.data,
        form.subject.data.strip(),
        text=(form.text.data or "").replace("\r\n", "\n").strip(),
        due=due,
        person_number=_person_number(form),
        person=(form.person.data or "").strip(),
        delegable=bool(form.delegable.data) and offered is not None,
    )


def _refuse_unfit(offered: current.Offered, theme: str, company: Company, today: object) -> None:
    """Raise `BadArgument` for a form of another theme, and for one that this company cannot fill in yet."""
    own = f"{offered.plugin}.{offered.form.theme}"
    if own != theme:
        text = _("This form belongs to the theme %(theme)s.", theme=theme_title(own))
        raise BadArgument(text, place="type")
    use = visitor().uses[company.institution_id]
    parts = (("theme", offered.form.theme), ("form", offered.form.key))
    if not all(use.is_open(offered.plugin, kind, key, company.id, today) for kind, key in parts):  # type: ignore[arg-type]
        raise BadArgument(_("This form is not open to this company yet."), place="type")


def _person_number(form: NewForm) -> str:
    number = number_of(form.person_number.data or "")
    if len(number) > 20:
        raise BadArgument(
            _("Shorten this text: at most %(longest)s characters.", longest=20), place="person_number"
        )
    return number


def _company(form: NewForm | RegisterForm) -> Company | None:
    try:
        found: Company = COMPANY.read(form.company.data or "", g.style, db.session())
    except ColumnFault as fault:
        form.company.errors = [*form.company.errors, str(fault)]
        return None
    return found


def _themes(actor: Actor) -> list[str]:
    return [theme for theme, level in actor.themes.items() if level >= Level.SEND]


def _forms() -> list[current.Offered]:
    """Give the forms that the institution may send to companies to be filled in."""
    return [one for one in current.offered(visitor(), "can_send") if one.form.for_companies]


def _title(one: current.Offered) -> str:
    title = current.tongue(one.revision).say(one.form.title)
    theme = theme_title(f"{one.plugin}.{one.form.theme}")
    return str(_("%(title)s (%(theme)s)", title=title, theme=theme))


def _offers(actor: Actor) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Give the forms by theme, each with the address that begins it."""
    found = sorted(_forms(), key=lambda one: (one.plugin, one.form.theme))
    return [
        (
            theme_title(theme),
            tuple(
                (current.tongue(one.revision).say(one.form.title), url_for("FormsView.new", key=one.form.key))
                for one in ones
            ),
        )
        for theme, ones in groupby(found, lambda one: f"{one.plugin}.{one.form.theme}")
        if theme in actor.themes
    ]


def _channels() -> tuple[tuple[str, str], ...]:
    return (
        ("post", pgettext("channel", "By post")),
        ("telephone", pgettext("channel", "By telephone")),
        ("email", pgettext("channel", "By e-mail")),
    )


def _crumbs() -> tuple[Crumb, ...]:
    return (Crumb(_("Work queue"), url_for("DeskView.queue")),)
