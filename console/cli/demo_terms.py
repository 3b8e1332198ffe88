"""The terms of use of the demonstration: one version of the first fund, which all its companies have accepted."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts.terms import Terms, TermsAcceptance
from console.base import clock
from console.parties.models import Company

TEXTS = {
    "fr": (
        "Ces conditions règlent l’usage du guichet de la Caisse de compensation du Léman.\n\n"
        "- **Accès.** L’administrateur de l’entreprise invite ses collègues et leur donne leurs droits. "
        "Il retire sans délai l’accès des personnes qui quittent l’entreprise.\n"
        "- **Secret.** Chaque personne garde son mot de passe et son second facteur pour elle.\n"
        "- **Envois.** Une annonce envoyée vaut comme une annonce signée. La preuve d’envoi en fixe le contenu.\n"
        "- **Données.** Le journal retient qui a vu et fait quoi.\n\n"
        "Ces conditions sont inventées pour la démonstration."
    ),
    "de": (
        "Diese Bedingungen regeln die Nutzung des Schalters der Caisse de compensation du Léman.\n\n"
        "- **Zugang.** Wer für das Unternehmen die Personen verwaltet, lädt Kolleginnen und Kollegen ein und gibt "
        "ihnen ihre Rechte. Wer das Unternehmen verlässt, verliert den Zugang sofort.\n"
        "- **Geheimhaltung.** Jede Person behält ihr Passwort und ihren zweiten Faktor für sich.\n"
        "- **Sendungen.** Eine gesendete Meldung gilt wie eine unterschriebene. Der Sendenachweis hält ihren "
        "Inhalt fest.\n"
        "- **Daten.** Das Protokoll hält fest, wer was gesehen und getan hat.\n\n"
        "Diese Bedingungen sind für die Demonstration erfunden."
    ),
}


def fill(session: Session, institution: int, languages: str) -> None:
    """Publish the first version, and accept it for every company of the institution."""
    texts = {code: TEXTS[code] for code in languages.split(",")}
    digests = {code: hashlib.sha256(text.encode()).hexdigest() for code, text in texts.items()}
    moment = clock.now()
    session.add(
        Terms(
            institution_id=institution,
            version=1,
            texts=texts,
            digests=digests,
            published_at=moment,
            published_by="Claire Favre",
        )
    )
    session.flush()
    for company in session.scalars(select(Company.id).order_by(Company.id)):
        session.add(
            TermsAcceptance(
                institution_id=institution,
                company_id=company,
                version=1,
                user_id=None,
                name="Démonstration",
                language="fr",
                digest=digests["fr"],
                at=moment,
            )
        )
