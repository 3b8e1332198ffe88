"""The console and each installed plugin speak French, German and Dutch, completely and rightly."""

import pytest

from console.cli.languages_command import owners
from console.languages.catalogues import LANGUAGES
from console.languages.entries import Owner
from console.languages.workflow import check, entries_of, template_of

OWNERS = owners()


@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_the_catalogues_hold_the_texts_of_the_sources_and_no_others(owner: Owner) -> None:
    wanted = {(message.context, message.id) for message in template_of(owner) if message.id}
    for language in LANGUAGES:
        have = {
            (one.context, one.msgid if one.plural is None else (one.msgid, one.plural))
            for one in entries_of(owner, language)
        }
        assert wanted - have == set(), f"{language}: run guichet languages update"
        assert have - wanted == set(), f"{language}: run guichet languages update"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("owner", OWNERS, ids=lambda owner: owner.name)
def test_every_text_is_translated_and_breaks_no_page(owner: Owner, language: str) -> None:
    findings = [f"{one.msgid!r}: {one.flaw.code}" for one in check(owner, [language])]
    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_of_the_shared_pages_keeps_its_words_on_a_plugins_page(language: str) -> None:
    """The parts of pages belong to the console and are also shown by plugins, whose words win there."""
    console, *plugins = [
        {(one.context, one.msgid): one.texts for one in entries_of(owner, language)} for owner in OWNERS
    ]
    for plugin in plugins:
        shared = console.keys() & plugin.keys()
        assert {key: plugin[key] for key in shared} == {key: console[key] for key in shared}
