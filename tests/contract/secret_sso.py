"""A provider and a link to it, whose every text carries a secret word."""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.base import clock
from console.sso.models import SsoIdentity, SsoProvider


def plant_sso(session: Session, institution: int, user: int, key: int, word: str, reference: str) -> None:
    """Make a provider of the institution, not in use, to which a person is linked."""
    provider = SsoProvider(
        id=key, reference=reference, institution_id=institution, kind="oidc", name=f"{word} {key}",
        issuer=f"https://{word}.example", client_id=word, levels=[word],
        endpoints={"authorization": "", "token": "", "keys": "", "end_session": "", "posts_secret": False},
    )  # fmt: skip
    session.add(provider)
    session.flush()
    session.add(
        SsoIdentity(
            id=key, provider_id=key, issuer=provider.issuer, subject=word, user_id=user, linked_at=clock.now()
        )
    )
