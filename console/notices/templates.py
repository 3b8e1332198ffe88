"""The wording of the e-mails. Whose, which theme, until when and where: nothing about any person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask_babel import lazy_gettext as _l

from console.base.sheets.phrases import N_
from console.dispatch.declarations import MailTemplate
from console.notices.declarations import Kind

TASK = MailTemplate(
    "console.notice_task",
    _l("Notice: something waits for an answer"),
    N_("%(theme)s: something waits for your answer"),
    N_(
        "Good day\n\n%(institution)s asks you for something in the theme %(theme)s.\n\n%(link)s\n\n"
        "You read and answer it in the console, after signing in."
    ),
    preferences=True,
)
TASK_UNTIL = MailTemplate(
    "console.notice_task_until",
    _l("Notice: something waits for an answer by a certain day"),
    N_("%(theme)s: please answer by %(day)s"),
    N_(
        "Good day\n\n%(institution)s asks you for something in the theme %(theme)s. Please answer by %(day)s.\n\n"
        "%(link)s\n\nYou read and answer it in the console, after signing in."
    ),
    preferences=True,
)
NEWS = MailTemplate(
    "console.notice_news",
    _l("Notice: there is something new"),
    N_("%(theme)s: there is something new"),
    N_(
        "Good day\n\nThere is something new in the theme %(theme)s at %(institution)s.\n\n%(link)s\n\n"
        "You read it in the console, after signing in."
    ),
    preferences=True,
)
LATE = MailTemplate(
    "console.notice_late",
    _l("Notice: an answer is overdue"),
    N_("%(theme)s: an answer is overdue"),
    N_(
        "Good day\n\n%(institution)s expected an answer in the theme %(theme)s by %(day)s. It has not been sent "
        "yet. It can still be sent:\n\n%(link)s\n\nYou are reminded once only."
    ),
    preferences=True,
)
DELEGATION = MailTemplate(
    "console.notice_delegation",
    _l("Notice: a delegation needs attention"),
    N_("%(theme)s: a delegation needs your attention"),
    N_(
        "Good day\n\nIn the theme %(theme)s at %(institution)s, the link for a person has expired or could not be "
        "delivered. Send it again, correct the address, or withdraw the delegation.\n\n%(link)s"
    ),
    preferences=True,
)
TO_SETTLE = MailTemplate(
    "console.notice_to_settle",
    _l("Notice: something has been sent to the institution"),
    N_("%(theme)s: there is something on the desk"),
    N_(
        "Good day\n\nSomething has been sent to %(institution)s in the theme %(theme)s, or taken back.\n\n%(link)s\n\n"
        "You work on it in the console, after signing in."
    ),
    preferences=True,
)
ASSIGNED = MailTemplate(
    "console.notice_assigned",
    _l("Notice: a message is assigned"),
    N_("%(theme)s: a message is assigned to you"),
    N_(
        "Good day\n\nA message in the theme %(theme)s at %(institution)s is yours to settle now.\n\n%(link)s\n\n"
        "You work on it in the console, after signing in."
    ),
    preferences=True,
)
UNHELD = MailTemplate(
    "console.notice_unheld",
    _l("Notice: nobody has a right in a theme"),
    N_("%(theme)s: nobody of your company has a right"),
    N_(
        "Good day\n\n%(institution)s has sent your company something in the theme %(theme)s, and nobody of your "
        "company has a right in this theme. Give somebody this right, so that it is read.\n\n%(link)s"
    ),
    preferences=True,
)
DOCUMENT = MailTemplate(
    "console.notice_document",
    _l("Notice: there is a new document"),
    N_("%(theme)s: there is a new document"),
    N_(
        "Good day\n\n%(institution)s has made a document available to you in the theme %(theme)s.\n\n%(link)s\n\n"
        "You read it in the console, after signing in."
    ),
    preferences=True,
)
UNOPENED = MailTemplate(
    "console.notice_unopened",
    _l("Notice: a decision has not been opened"),
    N_("%(theme)s: a document has not been opened yet"),
    N_(
        "Good day\n\nA document that %(institution)s made available to you in the theme %(theme)s has not been opened "
        "yet.\n\n%(link)s\n\nYou read it in the console, after signing in."
    ),
    preferences=True,
)
ENDING = MailTemplate(
    "console.notice_ending",
    _l("Notice: something decided comes to its end"),
    N_("%(theme)s: something ends on %(day)s"),
    N_(
        "Good day\n\nWhat %(institution)s has decided in a matter of the theme %(theme)s ends on %(day)s. See whether "
        "something has to be done.\n\n%(link)s\n\nYou read it in the console, after signing in."
    ),
    preferences=True,
)
DUE = MailTemplate(
    "console.notice_due",
    _l("Notice: a deadline comes near"),
    N_("%(theme)s: a deadline ends on %(day)s"),
    N_(
        "Good day\n\nIn the theme %(theme)s at %(institution)s, a deadline ends on %(day)s.\n\n%(link)s\n\n"
        "You read it in the console, after signing in."
    ),
    preferences=True,
)
OVERDUE = MailTemplate(
    "console.notice_overdue",
    _l("Notice: a deadline has passed"),
    N_("%(theme)s: a deadline has passed"),
    N_(
        "Good day\n\nIn the theme %(theme)s at %(institution)s, a deadline ended on %(day)s.\n\n%(link)s\n\n"
        "You work on it in the console, after signing in."
    ),
    preferences=True,
)
ESCALATED = MailTemplate(
    "console.notice_escalated",
    _l("Notice to administrators: something is late"),
    N_("%(institution)s: something is late"),
    N_(
        "Good day\n\nAt %(institution)s, something has been late for some time, or another system has not confirmed a "
        "transmission in time. See what is late:\n\n%(link)s\n\nYou receive this as an administrator."
    ),
    preferences=True,
)
SEVERAL = MailTemplate(
    "console.notice_several",
    _l("Notice: several things wait"),
    N_("%(theme)s: several things are new"),
    N_(
        "Good day\n\nSeveral things are new in the theme %(theme)s at %(institution)s.\n\n%(link)s\n\n"
        "You read them in the console, after signing in."
    ),
    preferences=True,
)
DAILY = MailTemplate(
    "console.notice_daily",
    _l("Notice once a day"),
    N_("%(institution)s: what is new since yesterday"),
    N_(
        "Good day\n\nThis is new for you at %(institution)s, by theme:\n\n%(theme)s\n\n%(link)s\n\n"
        "You read it in the console, after signing in."
    ),
    preferences=True,
)
LINK = MailTemplate(
    "console.delegation",
    _l("Link for a person"),
    N_("%(institution)s: a form for you to fill in"),
    N_(
        "Good day\n\nYou are asked to fill in your part of a form for %(institution)s (%(theme)s). Open this link:\n\n"
        "%(link)s\n\nIt works until %(day)s. Before the form opens, you are asked to show who you are.\n\n"
        "The link is for you alone. Do not pass this e-mail on."
    ),
)
WITHDRAWN = MailTemplate(
    "console.delegation_withdrawn",
    _l("A link is withdrawn"),
    N_("%(institution)s: you need not do anything any more"),
    N_(
        "Good day\n\nYour part of a form for %(institution)s (%(theme)s) is not needed any more. The link in our "
        "earlier e-mail no longer works. You need not do anything."
    ),
)
TEMPLATES: Final = (
    TASK, TASK_UNTIL, NEWS, LATE, DELEGATION, TO_SETTLE, ASSIGNED, UNHELD, DOCUMENT, UNOPENED, ENDING, DUE, OVERDUE,
    ESCALATED, SEVERAL, DAILY, LINK, WITHDRAWN,
)  # fmt: skip

OF_KIND: Final[Mapping[Kind, MailTemplate]] = MappingProxyType(
    {
        Kind.TASK: TASK,
        Kind.NEWS: NEWS,
        Kind.LATE: LATE,
        Kind.DELEGATION: DELEGATION,
        Kind.TO_SETTLE: TO_SETTLE,
        Kind.ASSIGNED: ASSIGNED,
        Kind.UNHELD: UNHELD,
        Kind.DOCUMENT: DOCUMENT,
        Kind.UNOPENED: UNOPENED,
        Kind.ENDING: ENDING,
        Kind.DUE: DUE,
        Kind.OVERDUE: OVERDUE,
        Kind.ESCALATED: ESCALATED,
        Kind.SEVERAL: SEVERAL,
    }
)
"""What is said of one thing; of several things in one theme `SEVERAL`."""
