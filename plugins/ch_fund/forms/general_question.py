"""General question to the fund."""

from console.plugin import N_ as _
from console.plugin import forms as f

REACH = (("message", _("By message")), ("phone", _("By telephone")))

GENERAL_QUESTION = f.Form(
    key="ch_fund.general_question",
    title=_("General question"),
    theme="other",
    sections=(
        f.section(
            "question",
            _("Your question"),
            f.Text("subject", _("Subject"), max=80, required=True),
            f.LongText("question", _("Question"), required=True),
            f.Person("employee", _("Employee concerned"), source="ch_fund.employee"),
            f.File("attachments", _("Documents"), most=5),
        ),
        f.section(
            "answer",
            _("Our answer"),
            f.Choice("reach", _("How may we answer?"), of=f.options(REACH), required=True),
            f.Phone("phone", _("Telephone"), required=True, when=f.equals("reach", "phone")),
        ),
    ),
)
