"""Employee entry: a new employee is announced, with the children for whom allowances may be due."""

from console.plugin import N_ as _
from console.plugin import forms as f
from plugins.ch_fund.rules.cantons import CANTONS

SEXES = (("f", _("Female")), ("m", _("Male")))
STATUS = (
    ("single", _("Single")),
    ("married", _("Married")),
    ("partnership", _("Registered partnership")),
    ("divorced", _("Divorced")),
    ("widowed", _("Widowed")),
)

EMPLOYEE_ENTRY = f.Form(
    key="ch_fund.employee_entry",
    title=_("Employee entry"),
    theme="employees",
    sections=(
        f.section(
            "person",
            _("Person"),
            f.YesNo("has_avs", _("Is the AVS number known?"), required=True),
            f.AvsNumber("avs", _("AVS number"), required=True, personal=True, when=f.equals("has_avs", True)),
            f.Text("family_name", _("Family name"), max=60, required=True, personal=True),
            f.Text("given_name", _("First name"), max=60, required=True, personal=True),
            f.Day("birth", _("Date of birth"), latest="today", required=True, personal=True),
            f.Choice("sex", _("Sex"), of=f.options(SEXES), required=True, personal=True),
            f.Choice("status", _("Civil status"), of=f.options(STATUS), required=True, personal=True),
            f.Country("nationality", _("Nationality"), required=True, personal=True),
            f.Address("address", _("Address"), required=True, personal=True),
        ),
        f.section(
            "work",
            _("Employment"),
            f.Day("entry", _("First day of work"), required=True),
            f.Text("staff_number", _("Staff number"), max=24),
            f.Choice("canton", _("Canton of work"), of=f.options((c, c) for c in CANTONS), required=True),
            f.Number("rate", _("Degree of employment"), min="1", max="100", unit="%", required=True),
            f.Money("wage", _("Gross wage per month"), min="0", required=True, personal=True),
            f.Number("months", _("Wages per year"), min="1", max="14", places=1),
            f.Iban("iban", _("IBAN for allowances"), personal=True),
        ),
        f.section(
            "children",
            _("Children"),
            f.Group(
                "children",
                _("Children"),
                entry=_("Child"),
                max=15,
                help=_("Children for whom an allowance may be due. Leave empty when there are none."),
                fields=(
                    f.AvsNumber("avs", _("AVS number")),
                    f.Text("family_name", _("Family name"), max=60, required=True, personal=True),
                    f.Text("given_name", _("First name"), max=60, required=True, personal=True),
                    f.Day("birth", _("Date of birth"), latest="today", required=True, personal=True),
                    f.Country("residence", _("Country of residence"), required=True, personal=True),
                ),
            ),
            f.Computed("count", _("Number of children"), step="1", value=f.Count("children")),
        ),
    ),
    rules=("ch_fund.entry_age@1",),
)
