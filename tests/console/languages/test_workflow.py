"""From sources to catalogues: complete, stable, and the same for a plugin outside the tree."""

from pathlib import Path

import pytest

from console.languages.catalogues import LANGUAGES
from console.languages.entries import Owner
from console.languages.files import messages_of, source_file
from console.languages.workflow import (
    check,
    console_owner,
    entries_of,
    extract,
    plugin_owner,
    report,
    update,
)

SOURCE = """
from flask_babel import gettext as _, lazy_gettext as _l, ngettext, pgettext
title = _l("Companies")
def say(n):
    return ngettext("%(num)s company", "%(num)s companies", n), pgettext("button", "Close"), _("Save")
"""
PAGE = "{% trans %}Add company{% endtrans %} {{ _('Save') }}"


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    folder = tmp_path / "demo_plugin"
    (folder / "templates" / "demo_plugin").mkdir(parents=True)
    (folder / "views.py").write_text(SOURCE)
    (folder / "templates" / "demo_plugin" / "list.html").write_text(PAGE)
    return plugin_owner("demo_plugin", folder)


def translate(owner: Owner, language: str, **texts: str) -> None:
    path = source_file(owner.catalogues, language)
    content = path.read_text("utf-8")
    for msgid, text in texts.items():
        content = content.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{text}"')
    path.write_text(content, "utf-8")


def test_texts_are_found_in_python_and_in_templates_with_the_files_that_use_them(owner: Owner) -> None:
    update(owner)
    found = {(entry.context, entry.msgid, entry.plural): entry.where for entry in entries_of(owner, "fr")}
    assert found == {
        (None, "Companies", None): ("demo_plugin/views.py",),
        (None, "%(num)s company", "%(num)s companies"): ("demo_plugin/views.py",),
        ("button", "Close", None): ("demo_plugin/views.py",),
        (None, "Add company", None): ("demo_plugin/templates/demo_plugin/list.html",),
        (None, "Save", None): ("demo_plugin/templates/demo_plugin/list.html", "demo_plugin/views.py"),
    }


def test_nothing_changes_when_no_text_changes(owner: Owner) -> None:
    assert len(update(owner)) == len(LANGUAGES)
    translate(owner, "fr", Save="Enregistrer")
    (owner.source / "views.py").write_text("\n\n# moved down\n" + SOURCE)
    assert update(owner) == []
    assert b"Date" not in source_file(owner.catalogues, "fr").read_bytes()


def test_translations_survive_an_update_and_dropped_texts_leave(owner: Owner) -> None:
    update(owner)
    translate(owner, "fr", Save="Enregistrer", Companies="Entreprises")
    (owner.source / "views.py").write_text(SOURCE.replace('"Companies"', '"Zones"'))
    update(owner)
    assert messages_of(owner.catalogues, "fr") == {"Save": "Enregistrer"}


def test_a_reworded_text_waits_for_the_translator(owner: Owner) -> None:
    update(owner)
    translate(owner, "fr", Companies="Entreprises")
    (owner.source / "views.py").write_text(SOURCE.replace('"Companies"', '"Company"'))
    update(owner, ["fr"])
    assert {(finding.msgid, finding.flaw.code) for finding in check(owner, ["fr"])} >= {("Company", "fuzzy")}
    assert [(tally.fuzzy, tally.missing) for tally in report([owner], ["fr"])] == [(1, 4)]


def test_the_check_names_what_is_missing_wrong_and_left_over(owner: Owner) -> None:
    update(owner, ["fr"])
    translate(owner, "fr", Save="Sauver !", Companies="Entreprises")
    (owner.source / "views.py").write_text(SOURCE.replace('_l("Companies")', '_("Brand new words")'))
    found = {(finding.msgid, finding.flaw.code) for finding in check(owner, ["fr"])}
    assert ("Save", "exclamation") in found
    assert ("Brand new words", "missing") in found
    assert ("Companies", "unused") in found
    assert {finding.flaw.code for finding in check(owner, ["de"])} == {"missing"}


def test_a_message_that_stands_twice_and_a_broken_file_are_reported(owner: Owner) -> None:
    update(owner, ["fr", "de"])
    path = source_file(owner.catalogues, "fr")
    path.write_text(path.read_text("utf-8") + '\nmsgid "Save"\nmsgstr "Enregistrer"\n', "utf-8")
    source_file(owner.catalogues, "de").write_text("msgid nothing\n", "utf-8")
    codes = {(finding.language, finding.flaw.code) for finding in check(owner, ["fr", "de"])}
    assert ("fr", "repeated") in codes
    assert ("de", "unreadable") in codes


def test_the_report_counts_per_owner_and_language(owner: Owner) -> None:
    update(owner, ["nl"])
    translate(owner, "nl", Save="Opslaan")
    (tally,) = report([owner], ["nl"])
    assert (tally.owner, tally.language, tally.total, tally.translated, tally.missing) == (
        "demo_plugin",
        "nl",
        5,
        1,
        4,
    )


def test_the_template_for_new_languages_lists_every_text(owner: Owner) -> None:
    text = extract(owner).read_text("utf-8")
    assert text.startswith("# demo_plugin\n")
    assert text.count("\nmsgid ") == 6


def test_a_template_that_cannot_be_read_stops_the_extraction(owner: Owner) -> None:
    (owner.source / "templates" / "demo_plugin" / "list.html").write_text("{% trans %}")
    with pytest.raises(Exception, match="unclosed") as stopped:
        extract(owner)
    assert "list.html" in stopped.value.__notes__[0]


def test_the_console_s_catalogues_stand_beside_its_package() -> None:
    owner = console_owner()
    assert source_file(owner.catalogues, "fr").exists()
    assert (owner.source / "languages").is_dir()
