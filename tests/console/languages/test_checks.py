"""A translation keeps what its source needs and the manners of its language."""

import pytest

from console.languages.checks import SENTENCES, Flaw, breaks, manners
from console.languages.entries import Entry

NBSP = "\u00a0"


def entry(msgid: str, plural: str | None = None) -> Entry:
    return Entry(None, msgid, plural, ())


def codes(source: Entry, *texts: str, language: str = "fr") -> set[str]:
    return {flaw.code for flaw in breaks(source, texts, language)}


@pytest.mark.parametrize(
    ("source", "text", "code"),
    [
        ("Dossier %(number)s", "Dossier", "placeholders"),
        ("Dossier %(number)s", "Dossier %(numero)s", "placeholders"),
        ("Dossier %(number)s", "Dossier %(number)d", "placeholders"),
        ("Dossier %(number)s", "Dossier %(number)s à 5 %", "placeholders"),
        ("Rate of 5 %%", "Taux de 5", "placeholders"),
        ("<b>Send</b>", "Transmettre", "tags"),
        ("<b>Send</b>", '<b onclick="x()">Transmettre</b>', "tags"),
        ("Send", "<script>Transmettre", "no_tags"),
        ("less", "moins < plus", "no_tags"),
        ("Name: ", "Nom :", "edges"),
        ("Send", "Transmettre\n", "edges"),
        ("Send", "x" * 33, "length"),
        ("Send", "", "missing"),
    ],
)
def test_what_would_break_a_page_is_found(source: str, text: str, code: str) -> None:
    assert codes(entry(source), text) == {code}


def test_a_translator_may_move_and_repeat_placeholders_and_tags() -> None:
    assert not codes(entry("%(a)s of <b>%(b)s</b>"), "<b>%(b)s</b> : %(a)s, %(a)s")


def test_both_forms_of_a_plural_are_needed() -> None:
    source = entry("%(num)s day", "%(num)s days")
    assert codes(source, "%(num)s jour") == {"forms"}
    assert codes(source, "%(num)s jour", "") == {"forms"}
    assert not codes(source, "%(num)s jour", "%(num)s jours")


def test_the_french_singular_keeps_the_number_since_it_also_says_zero() -> None:
    source = entry("One day", "%(num)s days")
    assert codes(source, "Un jour", "%(num)s jours") == {"placeholders"}
    assert not codes(source, "%(num)s jour", "%(num)s jours")
    assert not codes(source, "Ein Tag", "%(num)s Tage", language="de")


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("fr", "l'assurance", "apostrophe"),
        ("nl", "thema's", "apostrophe"),
        ("de", 'die "Meldung"', "quotes"),
        ("fr", "État: ouvert", "colon"),
        ("fr", "État : ouvert", "breaking_space"),
        ("fr", "Supprimer ?", "breaking_space"),
        ("de", "5 % von", "breaking_space"),
        ("nl", "Even wachten...", "ellipsis"),
        ("nl", "Gelukt!", "exclamation"),
        ("de", "zwei  Wörter", "double_space"),
        ("fr", "message(s)", "bracketed_ending"),
        ("fr", "les assuré·e·s", "inclusive_sign"),
        ("de", "Nutzer*innen", "inclusive_sign"),
        ("de", "NutzerInnen", "inclusive_sign"),
    ],
)
def test_the_manners_of_a_language_are_checked(language: str, text: str, code: str) -> None:
    assert [flaw.code for flaw in manners((text,), language)] == [code]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", f"L’état{NBSP}: ouvert depuis 09:07, voir https://example.org (document)"),
        ("de", "Größe: 5\u00a0%, „ja“ (in Arbeit)"),
        ("fr", "<a title='x: \"y\"'>Voir</a> %(a)s"),
        ("nl", "thema’s: 1.234,5 (en meer)"),
    ],
)
def test_well_written_texts_pass(language: str, text: str) -> None:
    assert list(manners((text,), language)) == []


@pytest.mark.parametrize("code", SENTENCES)
def test_every_flaw_has_a_sentence(code: str) -> None:
    params = {"expected": "%(a)s", "found": "–", "limit": 20, "reason": "line 3", "row": 2}
    assert str(Flaw(code, params)).endswith((".", "–", "3"))
