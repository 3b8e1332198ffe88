"""What an institution's policy asks of its people before they act, answered for one visit.

Asked by the gate before each page, and by every act of the mailbox; the state machine refuses what they deny.
"""

from __future__ import annotations

from flask import url_for

from console.accounts.policies import Asked
from console.accounts.visits import Mandate, Visit
from console.insured.service import KIND as INSURED


def terms_accepted(mandate: Mandate) -> bool:
    """Say whether the company accepted the terms in force; staff, and where there are none, owe nothing."""
    return not mandate.owes_terms


def second_factor_done(visit: Visit, mandate: Mandate) -> bool:
    """Say whether this session passed a second factor, or the institution's policy asks for none."""
    return bool(visit.factor) or mandate.asked() is Asked.OPTIONAL


def owes(visit: Visit) -> bool:
    """Say whether she must pass a second factor, or her company accept the terms, before anything else."""
    return any(visit.owes_factor(mandate) or mandate.owes_terms for mandate in visit.active)


def first_step(visit: Visit) -> str:
    """Give the address of what she owes before anything else: a second factor, then the terms; empty for nothing.

    An insured person belongs to no institution whose policy could ask less: of her it is always asked.
    """
    if visit.kind == INSURED and not visit.factor:
        return url_for("FactorsView.index")
    if any(visit.owes_factor(mandate) for mandate in visit.active):
        return url_for("FactorsView.index")
    if any(mandate.owes_terms for mandate in visit.active):
        return url_for("TermsView.show")
    return ""
