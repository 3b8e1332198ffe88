"""`guichet languages`: what a maintainer types, over the console and every installed plugin."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from config import ROOT
from console.base.errors import ConfigurationError
from console.cli import languages_command
from console.cli.commands import guichet
from console.cli.languages_command import own_texts, owners
from console.languages import service
from console.languages.entries import Owner
from console.languages.pofiles import po_lines
from console.languages.queries import Brought, wordings
from tests.support.house import House


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Owner:
    """Give the one owner of texts there is: a page that says Save."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "views.py").write_text("title = _('Save')")
    found = Owner("demo", tmp_path / "demo", tmp_path / "translations")
    monkeypatch.setattr(languages_command, "owners", lambda names=(): [found])
    return found


def typed(*words: str) -> tuple[int, str]:
    """Give the exit code and what is printed."""
    result = CliRunner().invoke(guichet, ["languages", *words], catch_exceptions=False)
    return result.exit_code, result.output


def test_texts_go_from_the_sources_into_catalogues_that_are_checked(demo: Owner) -> None:
    assert typed("extract")[0] == 0
    assert (demo.catalogues / "messages.pot").exists()
    assert typed("update")[0] == 0
    assert "1  missing 1" in typed("report")[1]

    code, said = typed("check")
    assert code == 1
    assert "demo fr: 'Save': The translation is missing." in said

    for language in ("fr", "de", "nl"):
        file = demo.catalogues / language / "LC_MESSAGES" / "messages.po"
        file.write_text(file.read_text().replace('msgid "Save"\nmsgstr ""', 'msgid "Save"\nmsgstr "Sauf"'))
    assert typed("check") == (0, "complete and right\n")
    assert typed("compile")[0] == 0
    assert (demo.catalogues / "fr" / "LC_MESSAGES" / "messages.mo").exists()


def test_the_console_and_every_installed_plugin_bring_texts() -> None:
    found = {one.name: one.source for one in owners()}

    assert found["console"] == ROOT / "console"
    assert found["ch_fund"] == ROOT / "plugins" / "ch_fund"
    assert [one.name for one in owners(["ch_fund"])] == ["ch_fund"]


def test_an_owner_that_is_not_there_is_named() -> None:
    code, said = typed("report", "ghost")

    assert code == 2
    assert "ghost brings no texts (known: console" in said


def test_an_institutions_own_texts_are_written_for_a_release(house: House) -> None:
    with house.writing("CC Léman") as session:
        texts = wordings(session, Brought("console", ROOT / "translations"), "de", "CH")
        save = next(one for one in texts if one.shipped.msgid == "Save")
        service.save(session, service.Place("console", "de"), save, ["Sichern"], by="Heidi")

    written = dict(own_texts(house.app, "CC Léman"))

    assert list(written) == [Path("console/de/LC_MESSAGES/messages.po")]
    ((_, entry),) = po_lines(next(iter(written.values())))
    assert (entry.msgid, entry.texts) == ("Save", ("Sichern",))
    assert dict(own_texts(house.app, "AK Aaretal")) == {}


def test_an_institution_that_is_not_there_is_named(lite_house: House) -> None:
    with pytest.raises(ConfigurationError, match="Nowhere is not the short name"):
        list(own_texts(lite_house.app, "Nowhere"))
