"""Delegation of training confirmations: the employees confirm themselves, by the e-mail addresses of this list."""

from console.plugin import N_ as _
from console.plugin import forms as f

TRAINING_DELEGATION = f.Form(
    key="ch_fund.training_delegation",
    title=_("E-mail addresses for delegation"),
    theme="family_allowances",
    help=_("One line per child: who confirms its training, and where the request is sent."),
    sections=(
        f.section(
            "employee",
            _("Employee"),
            f.AvsNumber("avs", _("Employee's AVS number"), required=True),
            f.Text("family_name", _("Family name"), max=60, required=True, personal=True),
            f.Text("given_name", _("First name"), max=60, required=True, personal=True),
            f.Email("email", _("E-mail"), required=True, personal=True),
        ),
        f.section(
            "child",
            _("Child"),
            f.AvsNumber("child_avs", _("Child's AVS number"), required=True),
            f.Text("child", _("Child's first name"), max=60, required=True, personal=True),
            f.Day("until", _("Training until"), required=True),
        ),
    ),
)
