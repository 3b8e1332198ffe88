"""What the members' register knows of a company, for the fields of forms that ask how it is reached."""

from __future__ import annotations

from collections.abc import Sequence

from console.plugin import N_, Company, clock, db, forms

REGISTER = N_("the members' register")
ZONE = "Europe/Zurich"


def contact_of(company: int | None) -> Sequence[forms.Prefill]:
    """Give e-mail address and telephone number of a company; nothing for the fund's own staff."""
    found = db.session.get(Company, company) if company is not None else None
    if found is None:
        return ()
    today = clock.today(ZONE)
    known = (("email", found.email), ("phone", found.phone))
    return [forms.Prefill(field, value, REGISTER, today) for field, value in known if value]
