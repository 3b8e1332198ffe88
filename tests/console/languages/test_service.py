"""An institution says a text in its own words: checked, counted, journalled, and its own alone."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.audit.models import AuditEntry
from console.base.errors import Conflict
from console.institutions.models import Institution
from console.institutions.sessions import scope_of
from console.languages import service
from console.languages.entries import Entry
from console.languages.models import OwnText
from console.languages.pofiles import po_bytes
from console.languages.queries import Brought, Wording, digest_of, progress, wordings
from console.languages.service import Place, TextRefused
from tests.support.house import House

FRENCH = Place("demo", "fr")
SAVE = Entry(None, "Save", None, ("Enregistrer",))
NAME = Entry(None, "Hello <b>%(name)s</b>", None, ("Bonjour <b>%(name)s</b>",))
DAYS = Entry(None, "%(num)s day", "%(num)s days", ())


@pytest.fixture
def demo(tmp_path: Path) -> Brought:
    """Give an owner with three texts in French and no other catalogue."""
    file = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(po_bytes("demo: fr", "fr", (SAVE, NAME, DAYS)))
    return Brought("demo", tmp_path)


def texts(session: Session, demo: Brought) -> dict[str, Wording]:
    return {one.shipped.msgid: one for one in wordings(session, demo, "fr", "CH")}


def said(session: Session, demo: Brought, msgid: str) -> tuple[str, ...]:
    return texts(session, demo)[msgid].entry.texts


def version(session: Session) -> int:
    found = select(Institution.words_version).where(Institution.id == scope_of(session).institution)
    return session.scalars(found).one()


def test_an_own_text_wins_over_the_shipped_one_and_every_process_hears_of_it(
    house: House, demo: Brought
) -> None:
    with house.writing() as session:
        before = version(session)
        assert service.save(session, FRENCH, texts(session, demo)["Save"], ["Sauver"], by="Heidi")

    with house.reading() as session:
        assert said(session, demo, "Save") == ("Sauver",)
        assert version(session) == before + 1


def test_another_institution_keeps_its_words(house: House, demo: Brought) -> None:
    with house.writing("CC Léman") as session:
        service.save(session, FRENCH, texts(session, demo)["Save"], ["Sauver"], by="Heidi")

    with house.reading("AK Aaretal") as session:
        assert said(session, demo, "Save") == ("Enregistrer",)
        assert version(session) == 0


@pytest.mark.parametrize(
    ("msgid", "typed", "code"),
    [
        ("Save", [""], "missing"),
        ("Save", ["<script>alert(1)</script>"], "no_tags"),
        ("Save", ["x" * 40], "length"),
        ("Hello <b>%(name)s</b>", ["Bonjour <b>vous</b>"], "placeholders"),
        ("Hello <b>%(name)s</b>", ["Bonjour %(name)s"], "tags"),
        ("%(num)s day", ["%(num)s jour"], "forms"),
    ],
)
def test_a_text_that_would_break_a_page_is_not_stored(
    lite_house: House, demo: Brought, msgid: str, typed: list[str], code: str
) -> None:
    with lite_house.writing() as session, pytest.raises(TextRefused) as refused:
        service.save(session, FRENCH, texts(session, demo)[msgid], typed, by="Heidi")

    assert refused.value.flaws[0].code == code
    with lite_house.reading() as session:
        assert session.scalar(select(func.count()).select_from(OwnText)) == 0
        assert version(session) == 0


def test_saying_a_text_as_it_is_shipped_leaves_nothing_stored(lite_house: House, demo: Brought) -> None:
    with lite_house.writing() as session:
        service.save(session, FRENCH, texts(session, demo)["Save"], ["Sauver"], by="Heidi")
        service.save(session, FRENCH, texts(session, demo)["Save"], ["Enregistrer"], by="Heidi")

        assert session.scalar(select(func.count()).select_from(OwnText)) == 0


def test_saving_the_text_that_is_shown_changes_nothing(lite_house: House, demo: Brought) -> None:
    with lite_house.writing() as session:
        assert not service.save(session, FRENCH, texts(session, demo)["Save"], ["Enregistrer"], by="Heidi")
        assert version(session) == 0


def test_the_shipped_text_comes_back(house: House, demo: Brought) -> None:
    with house.writing() as session:
        service.save(session, FRENCH, texts(session, demo)["Save"], ["Sauver"], by="Heidi")
        assert service.reset(session, FRENCH, texts(session, demo)["Save"])
        assert not service.reset(session, FRENCH, texts(session, demo)["Save"])

        assert said(session, demo, "Save") == ("Enregistrer",)
        assert version(session) == 2


def test_a_file_is_stored_whole(house: House, demo: Brought) -> None:
    wanted = {
        digest_of(None, "Save"): ["Sauver"],
        digest_of(None, "%(num)s day"): ["%(num)s jour", "%(num)s jours"],
    }
    with house.writing() as session:
        known = list(texts(session, demo).values())
        assert service.save_all(session, FRENCH, known, wanted, by="Heidi", seen=0) == 2

        assert said(session, demo, "Save") == ("Sauver",)
        assert said(session, demo, "%(num)s day") == ("%(num)s jour", "%(num)s jours")
        assert version(session) == 1


def test_a_file_with_one_bad_text_stores_nothing(lite_house: House, demo: Brought) -> None:
    wanted = {digest_of(None, "Save"): ["Sauver"], digest_of(None, NAME.msgid): ["Bonjour"]}
    with lite_house.writing() as session:
        known = list(texts(session, demo).values())
        with pytest.raises(TextRefused):
            service.save_all(session, FRENCH, known, wanted, by="Heidi", seen=0)

        assert said(session, demo, "Save") == ("Enregistrer",)


def test_a_file_looked_at_before_another_change_is_looked_at_again(house: House, demo: Brought) -> None:
    with house.writing() as session:
        service.save(session, FRENCH, texts(session, demo)["Save"], ["Sauver"], by="Heidi")
        known = list(texts(session, demo).values())
        with pytest.raises(Conflict):
            service.save_all(session, FRENCH, known, {digest_of(None, "Save"): ["Garder"]}, by="Luca", seen=0)


def test_each_change_has_its_line_in_the_journal(lite_house: House, demo: Brought) -> None:
    with lite_house.writing() as session:
        service.save(session, FRENCH, texts(session, demo)["Save"], ["Sauver"], by="Heidi")
        service.reset(session, FRENCH, texts(session, demo)["Save"])
        known = list(texts(session, demo).values())
        service.save_all(session, FRENCH, known, {digest_of(None, "Save"): ["Garder"]}, by="Heidi", seen=2)
        session.flush()

        lines = session.scalars(
            select(AuditEntry).where(AuditEntry.subject == "console.translation").order_by(AuditEntry.id)
        ).all()
        assert [line.action.rsplit(".", 1)[1] for line in lines] == ["changed", "reset", "imported"]
        assert lines[0].facts == {
            "owner": "demo",
            "language": "fr",
            "source": "Save",
            "changes": {"text": ["Enregistrer", "Sauver"]},
        }


def test_progress_counts_own_words_as_translated(lite_house: House, demo: Brought) -> None:
    with lite_house.writing() as session:
        days = texts(session, demo)["%(num)s day"]
        service.save(session, FRENCH, days, ["%(num)s jour", "%(num)s jours"], by="Heidi")

        figures = {one.language: one for one in progress(session, [demo], "CH")}
    assert (figures["fr"].total, figures["fr"].missing, figures["fr"].own) == (3, 0, 1)
    assert (figures["de"].total, figures["de"].missing, figures["de"].own) == (3, 3, 0)
