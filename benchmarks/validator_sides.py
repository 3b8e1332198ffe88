"""The three ways to judge the typed rows: ours, WTForms around our readers, and the form written by hand in WTForms.

Each gives for every row the texts of its faults; the form by hand has its own words, so that only its verdicts compare.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import DateField, DecimalField, Field, Form, IntegerField, SelectField, StringField
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, ValidationError

from benchmarks import trial_form
from benchmarks.trial_rows import Row
from console.base.figures import Misread
from console.forms.bulk import Bulk
from console.forms.faults import say
from console.forms.fields import PartFault
from console.forms.leaves import layout_of
from console.forms.rules import place_of
from console.forms.takes import take_of
from console.forms.tongue import Tongue
from console.forms.validator import Validator

Texts = list[tuple[str, str]]
"""Path of the place and text of each fault."""
Judge = Callable[[], list[Texts]]


def ours(rows: Sequence[Row]) -> Judge:
    """Compile, and judge rows of cells the quick way; what it doubts is explained."""
    revision, style = trial_form.revision(), trial_form.style()
    rules = {rule.name: rule for rule in trial_form.RULES}
    layout = layout_of(revision.form)
    cells = [layout.flat(row) for row in rows]

    def judge() -> list[Texts]:
        validator = Validator(revision, Tongue(style, revision.texts), "text", rules)
        _values, doubtful = Bulk(validator).judge(list(zip(*cells, strict=True)))
        found: list[Texts] = [[] for _ in rows]
        for index in doubtful:
            faults = validator.explain(rows[index]).faults
            found[index] = [(one.path, say(one.fault, style, validator.sentences)) for one in faults]
        return found

    return judge


class _Reading(Field):
    """A WTForms field that reads as the console does and keeps the fault."""

    def __init__(self, *args: Any, take: Callable[[Any], Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.take = take

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the text."""
        self.data = None
        try:
            self.data = self.take(valuelist[0] if valuelist else "")
        except Misread as fault:
            raise ValueError(fault) from None


def same_readers(rows: Sequence[Row]) -> Judge:
    """WTForms with a field of our own around the same readers."""
    revision, style = trial_form.revision(), trial_form.style()
    rules = {rule.name: rule for rule in trial_form.RULES}
    validator = Validator(revision, Tongue(style, revision.texts), "text", rules)
    leaves, joints, sentences = validator.layout.leaves, validator.fields.joints, validator.sentences
    tongue = Tongue(style, revision.texts)
    names = {".".join(leaf.path): leaf for leaf in leaves}
    fields = {_name(path): _Reading(take=take_of(leaf, tongue, "text")) for path, leaf in names.items()}
    made: Any = type("SameReaders", (Form,), fields)
    paths = {_name(path): path for path in names}
    posted = [_posted(row) for row in rows]
    (rule,), period_of = validator.rules, joints["period"]
    assert period_of is not None

    def faults_of(form: Any) -> list[tuple[str, Misread]]:
        form.validate()
        found = [(paths[name], error) for name, errors in form.errors.items() for error in errors]
        period = None
        if not {"period.from", "period.until"} & {path for path, _ in found}:
            try:
                period = period_of((form.period__from.data, form.period__until.data))
            except PartFault as fault:
                found.append((f"period.{fault.part}" if fault.part else "period", fault.fault))
        if period is not None and "birth" not in form.errors:
            complaint = rule.check(form.birth.data, period)
            if complaint is not None:
                found.append((".".join(place_of(complaint[0])), complaint[1]))
        return found

    order = {path: index for index, path in enumerate(names)}

    def judge() -> list[Texts]:
        return [
            sorted(
                ((path, say(fault, style, sentences)) for path, fault in faults_of(made(data))),
                key=lambda one: order[one[0]],
            )
            for data in posted
        ]

    return judge


class _Amount(DecimalField):
    """An amount in Swiss form."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the signs between thousands away."""
        self.data = None
        text = valuelist[0].strip() if valuelist else ""
        if text:
            try:
                self.data = Decimal(text.replace("'", "").replace("’", ""))
            except InvalidOperation:
                raise ValueError("This is not an amount.") from None


def _visible(_form: Any, field: Any) -> None:
    if any(unicodedata.category(sign) in ("Cc", "Cf") for sign in field.data or ""):
        raise ValidationError("This contains a sign that nobody sees.")


def _known(module: Any) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        try:
            field.data = module.validate(field.data)
        except ValueError:
            raise ValidationError("Check this number.") from None

    return check


def by_hand(rows: Sequence[Row]) -> Judge:
    """The form as it is usually written: WTForms' own fields and validators, python-stdnum, email-validator."""
    from stdnum import iban as account
    from stdnum.ch import ssn

    formats = ["%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%d"]
    choices = {key: [(option.key, option.label) for option in of] for key, of in _CHOICES.items()}

    class ByHand(Form):
        avs = StringField(validators=[InputRequired(), _known(ssn)])
        name = StringField(validators=[InputRequired(), Length(max=60), _visible])
        given_name = StringField(validators=[InputRequired(), Length(max=60), _visible])
        birth = DateField(format=formats, validators=[InputRequired()])
        email = StringField(validators=[Optional(), Email()])
        iban = StringField(validators=[Optional(), _known(account)])
        period__from = DateField(format=formats, validators=[InputRequired()])
        period__until = DateField(format=formats, validators=[InputRequired()])
        wage = _Amount(places=2, validators=[InputRequired(), NumberRange(min=0)])
        bonus = _Amount(places=2, validators=[Optional()])
        hours = IntegerField(validators=[InputRequired(), NumberRange(min=1, max=60)])
        pay = SelectField(choices=choices["pay"], validators=[InputRequired()])
        married = SelectField(choices=choices["married"], validators=[Optional()])

        def validate_birth(self, field: Any) -> None:
            if field.data and field.data > trial_form.BORN_BEFORE:
                raise ValidationError("Give an earlier day.")

        def validate_period__until(self, field: Any) -> None:
            if self.period__from.data and field.data and field.data < self.period__from.data:
                raise ValidationError("The end lies before the beginning.")

        def validate_period__from(self, field: Any) -> None:
            born = self.birth.data
            if born and field.data and field.data.year - born.year < trial_form.YOUNGEST:
                raise ValidationError(trial_form.TOO_YOUNG)

    posted = [_posted(row) for row in rows]

    def judge() -> list[Texts]:
        found = []
        for data in posted:
            form = ByHand(data)
            form.validate()
            found.append([(name, str(error)) for name, errors in form.errors.items() for error in errors])
        return found

    return judge


_CHOICES = {"pay": trial_form.PAY, "married": trial_form.MARRIED}


def _name(path: str) -> str:
    return path.replace(".", "__")


def _posted(row: Row) -> MultiDict[str, str]:
    """Give a row as a request carries it."""
    pairs: list[tuple[str, str]] = []
    for key, value in row.items():
        inner = value.items() if isinstance(value, dict) else [("", value)]
        pairs += [(f"{key}__{part}" if part else key, text) for part, text in inner]
    return MultiDict(pairs)
