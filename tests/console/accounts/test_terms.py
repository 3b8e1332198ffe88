"""Terms of use: one version in all languages, accepted once for each company, on both databases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.accounts import terms
from console.accounts.terms import Accepter, TermsAcceptance
from console.audit.models import AuditEntry
from console.base.errors import BadArgument, Conflict
from console.parties.models import Company
from tests.support.house import House

TEXTS = {"fr": "Nouvelles conditions.", "de": "Neue Bedingungen."}
LANGUAGES = ("fr", "de")
LUCA = Accepter(1, "Luca Bernasconi", "de", "192.0.2.7")


@contextmanager
def desk(house: House) -> Iterator[tuple[Session, int]]:
    """Give a writing session and the institution's key."""
    with house.writing() as session:
        yield session, house.institution("CC Léman")


def bakery(session: Session) -> tuple[int, str]:
    row = session.scalars(select(Company).where(Company.number == "41002")).one()
    return row.id, row.name


def test_a_version_has_a_text_and_its_digest_in_every_language_and_follows_the_one_before(
    house: House,
) -> None:
    with desk(house) as (session, fund):
        made = terms.publish(session, fund, TEXTS, LANGUAGES, by="Claire Favre")

        companies = session.scalar(select(func.count(Company.id)))
        assert made.version == 2
        assert made.digests == {
            code: hashlib.sha256(text.encode()).hexdigest() for code, text in TEXTS.items()
        }
        assert terms.in_force(session, fund) is made
        assert [(one.version, count) for one, count in terms.versions(session, fund)] == [
            (2, 0),
            (1, companies),
        ]


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ({"fr": "Texte"}, "de"),
        ({"fr": " \n", "de": "Text"}, "fr"),
        ({"fr": "x", "de": "x" * (terms.LONGEST + 1)}, "de"),
    ],
)
def test_a_version_that_is_not_there_in_every_language_is_refused(
    lite_house: House, texts: dict[str, str], place: str
) -> None:
    with desk(lite_house) as (session, fund), pytest.raises(BadArgument) as refused:
        terms.publish(session, fund, texts, LANGUAGES, by="Claire Favre")
    assert refused.value.place == place


def test_the_same_words_are_no_new_version(lite_house: House) -> None:
    with desk(lite_house) as (session, fund):
        terms.publish(session, fund, TEXTS, LANGUAGES, by="Claire Favre")
        with pytest.raises(BadArgument):
            terms.publish(
                session, fund, {"fr": "Nouvelles conditions.\r\n", "de": TEXTS["de"]}, LANGUAGES, by=""
            )


def test_two_who_publish_at_once_make_two_versions(house: House) -> None:
    barrier = Barrier(2)

    def publish(name: str) -> int:
        barrier.wait()
        with desk(house) as (session, fund):
            texts = {code: f"{text} {name}" for code, text in TEXTS.items()}
            return terms.publish(session, fund, texts, LANGUAGES, by=name).version

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(publish, ("Claire", "Ruth"))) == [2, 3]


def test_accepting_keeps_who_when_in_which_language_and_the_digest_of_what_was_read(house: House) -> None:
    with desk(house) as (session, fund):
        published = terms.publish(session, fund, TEXTS, LANGUAGES, by="Claire Favre")
        line = terms.accept(session, fund, bakery(session), 2, LUCA)

        assert (line.name, line.language, line.address) == ("Luca Bernasconi", "de", "192.0.2.7")
        assert line.digest == published.digests["de"]
        told = session.scalars(select(AuditEntry).where(AuditEntry.action == "console.terms.accepted")).one()
        assert told.facts["digest"] == line.digest
        assert told.facts["company"] == "Boulangerie du Lac SA"


def test_two_colleagues_who_accept_at_once_leave_one_line(house: House) -> None:
    with desk(house) as (session, fund):
        terms.publish(session, fund, TEXTS, LANGUAGES, by="Claire Favre")
    barrier = Barrier(2)

    def accept(name: str) -> str:
        barrier.wait()
        with desk(house) as (session, fund):
            return terms.accept(session, fund, bakery(session), 2, Accepter(1, name, "fr", "")).name

    with ThreadPoolExecutor(2) as pool:
        names = set(pool.map(accept, ("Luca", "Nora")))
    assert len(names) == 1
    with desk(house) as (session, _fund):
        wanted = select(func.count(TermsAcceptance.id)).where(TermsAcceptance.version == 2)
        assert session.scalar(wanted) == 1


@pytest.mark.parametrize(("version", "language"), [(1, "fr"), (3, "fr"), (0, "fr"), (2, "nl")])
def test_only_the_version_in_force_is_accepted_in_a_language_it_has(
    lite_house: House, version: int, language: str
) -> None:
    with desk(lite_house) as (session, fund):
        terms.publish(session, fund, TEXTS, LANGUAGES, by="Claire Favre")
        with pytest.raises(Conflict):
            terms.accept(session, fund, bakery(session), version, Accepter(1, "Luca", language, ""))
