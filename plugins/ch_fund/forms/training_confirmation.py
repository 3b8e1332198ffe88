"""Training confirmation: the proof on which a training allowance is continued (LAFam art. 3 al. 1 let. b)."""

from console.plugin import N_ as _
from console.plugin import forms as f

KINDS = (
    ("school", _("School")),
    ("studies", _("Studies")),
    ("apprenticeship", _("Apprenticeship")),
    ("other", _("Other")),
)

TRAINING_CONFIRMATION = f.Form(
    key="ch_fund.training_confirmation",
    title=_("Training confirmation"),
    theme="family_allowances",
    delegable=True,
    sections=(
        f.section(
            "child",
            _("Child"),
            f.AvsNumber("avs", _("AVS number"), help=_("13 figures, on the insurance card"), required=True),
            f.Text("family_name", _("Family name"), max=60, required=True, personal=True),
            f.Text("given_name", _("First name"), max=60, required=True, personal=True),
            f.Day("birth", _("Date of birth"), latest="today", required=True, personal=True),
        ),
        f.section(
            "training",
            _("Training"),
            f.Choice("kind", _("Kind of training"), of=f.options(KINDS), required=True),
            f.Text("school", _("School or employer"), max=120, required=True),
            f.Period("period", _("Duration of the training"), closed=True, required=True),
            f.Money("income", _("Gross income per month"), min="0", when=f.equals("kind", "apprenticeship")),
            f.File(
                "proof", _("Confirmation"), help=_("Of the school, or the contract"), required=True, most=3
            ),
        ),
    ),
    rules=("ch_fund.training_age@1",),
)
