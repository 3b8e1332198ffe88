"""Catalogues laid over each other speak in every locale, in Python and in templates."""

import os
from pathlib import Path

import pytest
from flask import Flask, g
from flask_babel import Babel, gettext, lazy_gettext, ngettext, pgettext

from console.languages.catalogues import LANGUAGES, SOURCE, Catalogue, catalogue_of, fab_folder, lay
from console.languages.entries import Owner
from console.languages.fab_strings import TEXTS
from console.languages.files import key_of, messages_of, source_file, split_key
from console.languages.speaking import bind, bound, speaking, wire
from console.languages.workflow import compile_all, console_owner, plugin_owner, template_of

NBSP = "\u00a0"
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def app() -> Flask:
    app = Flask("bureau")
    Babel(app)
    wire(app)
    return app


def write(folder: Path, language: str, body: str) -> Path:
    path = source_file(folder, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body, "utf-8")
    return path


def test_a_plugin_s_word_wins_over_the_console_s_and_an_institution_s_over_both() -> None:
    console, plugin = {"Company": "Entreprise", "Save": "Enregistrer"}, {"Company": "Membre"}
    assert lay("fr_CH", [console, plugin]).gettext("Company") == "Membre"
    own = lay("fr_CH", [console, plugin], {(None, "Company"): "Affilié"})
    assert own.gettext("Company") == "Affilié"
    assert own.gettext("Save") == "Enregistrer"


def test_what_is_not_translated_is_said_in_english() -> None:
    assert SOURCE.gettext("Save") == "Save"
    assert SOURCE.ngettext("%(num)s day", "%(num)s days", 2) == "2 days"


@pytest.mark.parametrize(
    ("locale", "number", "said"),
    [("fr_BE", 0, "0 jour"), ("fr_BE", 1, "1 jour"), ("fr_BE", 2, "2 jours"), ("de_CH", 0, "0 jours")],
)
def test_french_counts_in_the_plural_from_two_and_german_at_all_but_one(
    locale: str, number: int, said: str
) -> None:
    catalogue = lay(locale, [{"%(num)s day": ("%(num)s jour", "%(num)s jours")}])
    assert catalogue.ngettext("%(num)s day", "%(num)s days", number) == said


def test_an_institution_may_give_one_text_for_singular_and_plural() -> None:
    catalogue = lay(
        "nl_BE", [{"%(num)s day": ("%(num)s dag", "%(num)s dagen")}], {(None, "%(num)s day"): "%(num)s d."}
    )
    assert catalogue.ngettext("%(num)s day", "%(num)s days", 3) == "3 d."


def test_one_word_with_two_meanings_is_told_apart_by_its_context() -> None:
    catalogue = lay("fr_CH", [{key_of("button", "Close"): "Fermer", key_of("dossier", "Close"): "Clôturer"}])
    assert catalogue.pgettext("dossier", "Close") == "Clôturer"
    assert catalogue.pgettext("button", "Close") == "Fermer"
    assert catalogue.gettext("Close") == "Close"
    assert catalogue.npgettext("dossier", "one", "many", 2) == "many"
    assert split_key(key_of("button", "Close")) == ("button", "Close")
    assert split_key("Close") == (None, "Close")


def test_swiss_german_has_no_sharp_s_and_swiss_french_no_space_before_the_colon() -> None:
    german, french = (
        {"Size": "Größe", "%(num)s road": ("Straße", "Straßen")},
        {"State": f"État{NBSP}: ouvert"},
    )
    swiss = lay("de_CH", [german])
    assert (swiss.gettext("Size"), swiss.ngettext("%(num)s road", "", 2)) == ("Grösse", "Strassen")
    assert lay("de_BE", [german]).gettext("Size") == "Größe"
    assert lay("fr_CH", [french]).gettext("State") == "État: ouvert"
    assert lay("fr_BE", [french]).gettext("State") == f"État{NBSP}: ouvert"


def test_an_institution_s_own_words_are_taken_to_the_letter() -> None:
    assert lay("de_CH", [], {(None, "Name"): "Weiß AG"}).gettext("Name") == "Weiß AG"


def test_a_per_cent_sign_is_written_alike_with_placeholders_and_without() -> None:
    assert SOURCE.gettext("5 %% of %(what)s", what="all") == "5 % of all"
    assert SOURCE.gettext("5 %%") == "5 %"


@pytest.mark.parametrize("broken", ["%(nom)s a écrit", "%(name)d a écrit", "100 % de %(name)s"])
def test_a_translation_with_broken_placeholders_is_said_in_english_and_logged(
    app: Flask, caplog: pytest.LogCaptureFixture, broken: str
) -> None:
    french = lay("fr_CH", [{"%(name)s wrote": broken}])
    assert french.gettext("%(name)s wrote", name="A & B") == "A & B wrote"
    assert "broken" in caplog.text
    with app.test_request_context():
        bind(french)
        page = app.jinja_env.from_string("{{ _('%(name)s wrote', name='A & B') }}")
        assert page.render() == "A &amp; B wrote"


def test_a_fresh_clone_speaks_without_compiled_catalogues(tmp_path: Path) -> None:
    body = 'msgid "Save"\nmsgstr "Enregistrer"\n\n#, fuzzy\nmsgid "Send"\nmsgstr "Envoyer"\n\n'
    body += 'msgid "one day"\nmsgid_plural "days"\nmsgstr[0] "jour"\nmsgstr[1] "jours"\n\n'
    body += 'msgctxt "button"\nmsgid "Close"\nmsgstr "Fermer"\n'
    write(tmp_path, "fr", body)
    assert messages_of(tmp_path, "fr") == {
        "Save": "Enregistrer",
        "one day": ("jour", "jours"),
        key_of("button", "Close"): "Fermer",
    }
    assert messages_of(tmp_path, "nl") == {}


def test_a_corrected_source_wins_over_an_older_compiled_catalogue(tmp_path: Path) -> None:
    source = write(
        tmp_path / "translations",
        "fr",
        'msgid "Save"\nmsgstr "Sauver"\n\nmsgid "one"\nmsgid_plural "more"\nmsgstr[0] "a"\nmsgstr[1] "b"\n',
    )
    (compiled,) = compile_all(plugin_owner("demo", tmp_path))
    assert compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns
    folder = tmp_path / "translations"
    assert messages_of(folder, "fr") == {"Save": "Sauver", "one": ("a", "b")}
    write(folder, "fr", 'msgid "Save"\nmsgstr "Enregistrer"\n')
    os.utime(source, ns=(0, compiled.stat().st_mtime_ns + 1))
    assert messages_of(folder, "fr") == {"Save": "Enregistrer"}


def test_a_broken_catalogue_is_named_and_not_half_read(tmp_path: Path) -> None:
    write(tmp_path, "fr", 'msgid "Save\nmsgstr "Enregistrer"\n')
    with pytest.raises(ValueError, match=r"fr/LC_MESSAGES/messages\.po"):
        messages_of(tmp_path, "fr")


def test_the_texts_of_flask_appbuilder_are_the_lowest_layer(tmp_path: Path) -> None:
    write(tmp_path, "de", 'msgid "Copy Role"\nmsgstr "Rolle kopieren"\n')
    catalogue = catalogue_of("de_CH", [tmp_path])
    assert catalogue.gettext("Copy Role") == "Rolle kopieren"
    assert catalogue.gettext("Page size") == "Seitengrösse"
    assert catalogue_of("en_CH", [tmp_path]).gettext("Copy Role") == "Copy Role"


def test_flask_babel_and_lazy_texts_follow_the_bound_catalogue(app: Flask) -> None:
    later = lazy_gettext("Save")
    french = lay("fr_CH", [{"Save": "Enregistrer", key_of("mail", "To"): "À", "a day": ("jour", "jours")}])
    with app.test_request_context():
        assert bound() is SOURCE
        bind(french)
        assert gettext("Save") == str(later) == "Enregistrer"
        assert pgettext("mail", "To") == "À"
        assert ngettext("a day", "days", 2) == "jours"
        assert g.bound is french


def test_a_letter_in_another_language_does_not_change_the_page(app: Flask) -> None:
    with app.app_context():
        bind(lay("fr_CH", [{"Save": "Enregistrer"}]))
        with speaking(Catalogue("de_CH", {"Save": "Speichern"})) as german:
            assert (gettext("Save"), german.language) == ("Speichern", "de")
        with pytest.raises(ZeroDivisionError), speaking(SOURCE):
            _ = 1 / 0
        assert gettext("Save") == "Enregistrer"


def test_pages_keep_the_markup_of_translations_and_escape_what_is_filled_in(app: Flask) -> None:
    french = lay("fr_CH", [{"<b>%(name)s</b> & co": "<b>%(name)s</b> & Cie"}])
    with app.test_request_context():
        bind(french)
        page = app.jinja_env.from_string("{{ _('<b>%(name)s</b> & co', name='<i>') }}")
        assert page.render() == "<b>&lt;i&gt;</b> & Cie"


def test_every_way_of_translating_in_a_template_gives_the_bound_words(app: Flask) -> None:
    messages = {
        "%(num)s day": ("%(num)s jour", "%(num)s jours"),
        key_of("mail", "To"): "À",
        "One %(n)s": "Un %(n)s",
    }
    messages[key_of("mail", "%(num)s copy")] = ("%(num)s copie", "%(num)s copies")
    template = (
        "{{ ngettext('%(num)s day', '%(num)s days', 2) }}, {{ pgettext('mail', 'To') }}, "
        "{{ npgettext('mail', '%(num)s copy', '%(num)s copies', 2) }}, "
        "{% trans n=2 %}One {{ n }}{% endtrans %}, {{ _('5 %%') }}"
    )
    with app.test_request_context():
        bind(lay("fr_CH", [messages]))
        assert app.jinja_env.from_string(template).render() == "2 jours, À, 2 copies, Un 2, 5 %"


def test_the_catalogues_load_nothing_heavy_at_start() -> None:
    import subprocess
    import sys

    code = "import sys, console.languages.speaking; print(*[m for m in sys.modules if 'babel.messages' in m])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_flask_appbuilder_is_left_in_english(language: str) -> None:
    fab = Owner("fab", fab_folder().parent, fab_folder())
    catalogue = catalogue_of(language, [console_owner().catalogues])
    used = {str(message.id) for message in template_of(fab) if message.id}
    assert {msgid for msgid in used if msgid not in catalogue} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_that_flask_appbuilder_gets_wrong_are_ours(language: str) -> None:
    assert set(TEXTS) <= set(messages_of(console_owner().catalogues, language))
