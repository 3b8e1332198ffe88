"""What a direct debit does to a call: it is locked until the debit is settled, paid by it, or due again.

Which calls are debited, when and under which mandate is for `debits`; here is all that changes in a call. Functions
take the scoped session and a locked call, and never commit.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from console.plugin import Conflict, mailbox
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions.models import ContributionCall
from plugins.fr_dsn.contributions.rule import OPEN
from plugins.fr_dsn.contributions.service import NOTICE
from plugins.fr_dsn.contributions.settling import THEME, amount, note, settle
from plugins.fr_dsn.forms.contributions import PAYMENT


def announce(session: Session, call: ContributionCall, day: date, told: str, by: str) -> None:
    """Lock a call and tell its company on which day it is debited; `told` says from which account, by whom.

    A company that receives messages by post gets none here: the paper of the call says it and is posted.
    """
    call.debit_on = day
    subject = f"SEPA {day:%d/%m/%Y}: {call.contract} {call.period}"[:80]
    text = f"{call.reference}\n{call.contract} {call.period}\n{amount(call.remains)} EUR\n{told}"
    reached = mailbox.ask(session, mailbox.Opening(call.company_id, THEME, NOTICE, subject, text=text), by)
    what = "debit" if reached else "debit_post"
    note(session, call, what, by, amount=amount(call.remains), day=day.isoformat())


def execute(session: Session, call: ContributionCall, value: Decimal, by: str) -> None:
    """Note that the debit came in."""
    day = call.debit_on
    call.debit_on = None
    call.paid_by_hand += value
    note(session, call, "debited", by, amount=amount(value), **({"day": day.isoformat()} if day else {}))
    settle(session, call)


def free(session: Session, call: ContributionCall, what: str, value: Decimal, reason: str, by: str) -> None:
    """Let a call be due again whose debit came to nothing: `what` says how (`rejected`, `returned`, `withdrawn`)."""
    call.debit_on = None
    note(session, call, what, by, amount=amount(value), **({"reason": reason} if reason else {}))
    settle(session, call)


def give_back(session: Session, call: ContributionCall, value: Decimal, reason: str, by: str) -> None:
    """Take a debit back that had come in; the company is asked to pay once more.

    Raises `Conflict` where somebody took it back by hand already.
    """
    if call.paid_by_hand < value:
        raise Conflict(_l("This payment was taken back by hand already: look at the history of the call."))
    call.paid_by_hand -= value
    note(session, call, "returned", by, amount=amount(value), reason=reason)
    settle(session, call)
    if call.state in OPEN and not call.request:
        subject = f"{call.contract} {call.period}"[:80]
        text = f"{call.reference}\n{call.contract} {call.period}\n{amount(call.remains)} EUR"
        opening = mailbox.Opening(call.company_id, THEME, PAYMENT.key, subject, text=text, due=call.due)
        call.request = mailbox.ask(session, opening, by) or ""
        session.flush()
