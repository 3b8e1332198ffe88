"""The forms of acts on what leaves: a reason, and which transmissions leave again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from console.base import clock, ids
from console.base.figures import Misread
from console.base.figures.words import say
from console.dispatch.holding import LONGEST_REASON
from console.dispatch.models import DELIVERED, GIVEN_UP, PARKED, Dispatch
from console.dispatch.service import outbox
from console.dispatch.steering import Range
from console.dispatch.wording import title_of as wording_title
from console.shell.dispatch.page_data import channel_title, crumb_of, crumbs, title_of
from console.shell.pages import Crumb

_DAY = {"data-width": "short", "inputmode": "numeric"}


def _one_line(_form: FlaskForm, field: StringField) -> None:
    """Take a reason without line ends and signs that cannot be seen: it stands in the journal."""
    field.data = " ".join((field.data or "").split())
    if not field.data.isprintable():
        raise ValidationError(_("This contains a sign that cannot be stored. Type it again."))


class ReasonForm(FlaskForm):
    """Why something is done; the one-time key makes a second click harmless."""

    once = HiddenField()
    reason = StringField(
        _l("Reason"),
        [
            _one_line,
            DataRequired(_l("Fill in this field.")),
            Length(
                max=LONGEST_REASON,
                message=_l("Shorten this text: at most %(longest)s characters.", longest=LONGEST_REASON),
            ),
        ],
        description=_l("It stays in the journal: write no name and no number of a person."),
    )


class RangeForm(ReasonForm):
    """Which transmissions leave again."""

    state = SelectField(
        _l("State"),
        [InputRequired(_l("Fill in this field."))],
        choices=[
            SelectChoice(PARKED, _l("Waits for a decision")),
            SelectChoice(DELIVERED, _l("Handed over")),
            SelectChoice(GIVEN_UP, _l("Given up")),
        ],
    )
    channel = SelectField(_l("Channel"), validate_choice=True)
    kind = SelectField(_l("Message"), validate_choice=True)
    first = StringField(_l("Written from"), render_kw=_DAY)
    last = StringField(_l("Written until"), render_kw=_DAY)
    seen = HiddenField()
    """How many the page showed; empty before it did."""

    def offer(self, kinds: Sequence[str]) -> None:
        """Say what can be chosen."""
        every = [SelectChoice("", _("All"))]
        self.channel.choices = [
            *every,
            *(SelectChoice(k, channel_title(k)) for k in sorted(outbox().channels)),
        ]
        self.kind.choices = [*every, *(SelectChoice(one, wording_title(one)) for one in kinds)]
        if not self.once.data:
            self.once.data = ids.reference()

    def wanted(self, zone: str) -> Range | None:
        """Give what was chosen; nothing when a day cannot be read, which then stands at its field."""
        first, last = self._moment("first", zone), self._moment("last", zone, end=True)
        if self.first.errors or self.last.errors:
            return None
        if first and last and first >= last:
            self.last.errors = [_("This day lies before the first one.")]
            return None
        return Range(
            self.state.data,
            self.channel.data,
            self.kind.data,
            first,
            last,
            clock.now(),
        )

    def _moment(self, name: str, zone: str, *, end: bool = False) -> datetime | None:
        field = self[name]
        typed = (field.data or "").strip()
        if not typed:
            return None
        try:
            day: date = g.style.read_day(typed)
        except Misread as fault:
            field.errors = [say(fault, g.style)]
            return None
        return datetime.combine(day + timedelta(days=end), time(), ZoneInfo(zone))


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act with its consequences and what it asks for."""

    title: str
    form: FlaskForm
    order: tuple[str | tuple[str, ...], ...]
    submit: str
    cancel_url: str
    crumbs: tuple[Crumb, ...]
    lead: str = ""
    consequences: tuple[str, ...] = ()
    warning: str = ""
    danger: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Give the fields in their order, for the summary of faults."""
        return tuple(name for line in self.order for name in ((line,) if isinstance(line, str) else line))


def give_up_page(row: Dispatch, form: ReasonForm) -> ActPage:
    """Give the question before giving up."""
    return ActPage(
        title=_("Give up “%(name)s”?", name=title_of(row)),
        form=form,
        order=("reason",),
        consequences=(
            _("It is not tried again. An attempt under way can still arrive."),
            _("What waits behind it in the same conversation goes on."),
            _("The act that caused it stays as it is. Tell the person in another way."),
        ),
        submit=_("Give up"),
        cancel_url=url_for(".show", reference=row.public_id),
        crumbs=crumbs(crumb_of(row)),
        danger=True,
    )


def hold_page(channel: str, form: ReasonForm) -> ActPage:
    """Give the question before a channel is stopped."""
    url = url_for(".show", channel=channel)
    return ActPage(
        title=_("Hold the channel %(name)s?", name=channel_title(channel)),
        form=form,
        order=("reason",),
        consequences=(
            _(
                "Nothing leaves by this channel until somebody lets it go. What is being sent now is finished."
            ),
            _("Nothing is lost: what is written meanwhile waits. Deadlines of answers go on."),
        ),
        submit=_("Hold"),
        cancel_url=url,
        crumbs=crumbs(Crumb(_("Channels"), url_for(".index")), Crumb(channel_title(channel), url)),
        danger=True,
    )
