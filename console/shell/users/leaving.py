"""What ends at once, and everywhere, when a person no longer works in a mandate."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from console.accounts import keys, memberships, queries, service
from console.accounts.models import Membership
from console.accounts.queries import Reach
from console.base import clock
from console.desk import keeping
from console.dispatch.service import withdraw
from console.factors import service as factors
from console.institutions.sessions import db
from console.mailbox import service as mailbox
from console.shell.users import invitations
from console.shell.users.matrix import name_of


def leave(row: Membership) -> int:
    """End what hangs on a mandate beside its rights; gives how many open messages went back to the queue.

    Its sign-ins and links end with the mandate itself (`memberships`). E-mails with a link that have not left yet stay
    here, her browsers ask for the second factor again, and colleagues find what lay open in her hands. Who works
    nowhere else loses her factors with her account: invited again, she begins anew, as somebody does who lost them all.
    """
    session = db.session()
    withdraw(session, invitations.SUBJECT, row.id)
    if row.pending:
        return 0  # She never accepted: nothing of hers was open to us, nothing of hers is touched.
    factors.forget(session, row.user_id)
    if not memberships.works_elsewhere(session, row):
        factors.remove_all(session, row.user_id)  # Her account ends: who invites her again knows who she is.
    if row.company_id is not None:
        return 0
    keeping.leave(session, row.user_id, clock.today(g.visit.mandate.tenant.zone))
    return mailbox.release(session, row.user_id)


def is_ours(row: Membership) -> bool:
    """Say whether nobody else looks after the account of a person."""
    return not row.pending and queries.is_alone_in(
        db.session(), row.user_id, Reach(row.institution_id, row.company_id)
    )


def sign_out(row: Membership) -> None:
    """End all sign-ins of a person of ours; of one who works elsewhere too, those that work in this mandate."""
    if is_ours(row):
        service.sign_out(db.session(), row.user_id)
        factors.forget(db.session(), row.user_id)
    elif not row.pending:
        service.sign_out_of(db.session(), row)


def consequences(row: Membership) -> tuple[str, ...]:
    """Say what follows from taking a person out, in whole sentences."""
    told = [
        _("The person loses all roles and rights here and is signed out of this mandate at once."),
        _("Links that she was sent no longer work, and her browsers ask for the second factor again."),
    ]
    told.append(_("If she works nowhere else, her second factors go too. Invited again, she begins anew."))
    if row.company_id is None:
        told.append(_("Open messages in her hands go back to the queue."))
    if made := _keys_of(row):
        told.append(
            ngettext(
                "A key for another system that she made goes on working. End it yourself if she knows it.",
                "%(num)s keys for other systems that she made go on working. End them yourself if she knows them.",
                made,
            )
        )
    told.append(_("What she did stays in the journal under her name."))
    told.append(_("Mandates she has elsewhere are not touched."))
    return tuple(told)


def _keys_of(row: Membership) -> int:
    """Count the keys that go on working and were made under her name."""
    if row.company_id is not None:
        return 0
    found = keys.every(db.session(), row.institution_id)
    return sum(one.created_by == name_of(row) and keys.is_live(one) for one in found)
