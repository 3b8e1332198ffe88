"""The page templates: what a reader of each page finds, whatever the browser can do."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Blueprint, Flask, current_app, render_template, render_template_string
from jinja2 import StrictUndefined

from console.shell.pages import (
    Fieldset,
    FilterChip,
    FormPage,
    Frame,
    Mandate,
)
from tests.console.shell.page_samples import (
    CHANGE,
    LIST,
    NOTHING,
    PAGES,
    SHELL,
    SIGNED_IN,
    SIGNED_OUT,
    TABLE,
    SheetForm,
    company_form,
    form_page,
    refused_form,
)


class Outline(HTMLParser):
    """Collects the start tags of a document, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag and wanted.items() <= attrs.items()]


def plural(singular: str, plural: str, num: int) -> str:
    return (singular if num == 1 else plural) % {"num": num}


class Shown:
    """The frame as templates see it in the console: looked up when a page asks."""

    shown: Frame

    def __getattr__(self, name: str) -> Any:
        return getattr(self.shown, name)


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask(__name__, template_folder=str(SHELL / "templates"), static_folder=None)
    app.secret_key = "only for flashed messages"
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=lambda text, **values: text % values if values else text,
        ngettext=plural,
        csrf_token=lambda: "token-of-the-session",
        frame=Shown(),
    )
    shell = Blueprint("shell", __name__, static_folder=str(SHELL / "static"), static_url_path="/static")
    shell.add_url_rule("/accent/<int:institution>.css", "accent", lambda institution: "")
    app.register_blueprint(shell)
    app.add_url_rule("/vendor/<filename>", "vendor", lambda filename: "")
    return app


@pytest.fixture(autouse=True)
def request_context(app: Flask) -> Iterator[None]:
    with app.test_request_context("/c?o=name"):
        yield


def render(name: str, page: Any = None, frame: Frame | None = None) -> str:
    own_page, own_frame = PAGES[name]
    current_app.jinja_env.globals["frame"].shown = frame or own_frame
    return render_template(f"guichet/{name}.html", page=page or own_page)


def part(source: str, **values: Any) -> str:
    opening = "{% import 'guichet/macros.html' as ui %}"
    current_app.jinja_env.globals["frame"].shown = SIGNED_IN
    return render_template_string(opening + source, **values)


@pytest.fixture(params=sorted(PAGES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_page_begins_with_a_link_past_the_frame(name: str):
    first_link = Outline(render(name)).all("a")[0]
    assert (first_link["class"], first_link["href"]) == ("g-skip", "#main")


def test_every_page_has_one_title_of_its_own_and_one_main_part(name: str):
    outline = Outline(render(name))
    assert [len(outline.all("h1")), len(outline.all("main")), len(outline.all("title"))] == [1, 1, 1]


def test_the_window_title_names_page_institution_and_product():
    assert "<title>Entreprises · Caisse 41 · Guichet</title>" in render("list")


def test_no_page_carries_a_script_or_a_style_inside(name: str):
    outline = Outline(render(name))
    assert not outline.all("style")
    assert all(attrs.get("src") for attrs in outline.all("script"))
    for _, attrs in outline.tags:
        assert not [key for key in attrs if key == "style" or key.startswith("on")]


def test_every_id_of_a_page_stands_once_and_every_reference_finds_it(name: str):
    tags = [attrs for _, attrs in Outline(render(name)).tags]
    ids = [attrs["id"] for attrs in tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for attrs in tags:
        for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            assert set((attrs.get(key) or "").split()) <= set(ids)


def test_every_form_that_changes_something_carries_the_token(name: str):
    text = render(name)
    forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
    assert forms
    assert all('name="csrf_token" value="token-of-the-session"' in form for form in forms)


def test_texts_of_users_are_escaped():
    page = replace(LIST, title="<b>Entreprises</b>", search='"><script>', chips=(FilterChip("<i>", "?"),))
    text = render("list", page)
    assert "<b>Entreprises" not in text
    assert '"><script>' not in text
    assert "<i>" not in text


def test_every_file_a_page_asks_for_is_there(name: str):
    outline = Outline(render(name))
    asked = [
        attrs.get("href") or attrs.get("src") for tag, attrs in outline.tags if tag in ("link", "script")
    ]
    own = [
        address.removeprefix("/static/") for address in asked if address and address.startswith("/static/")
    ]
    assert own
    assert not [file for file in own if not (SHELL / "static" / file).is_file()]


@pytest.mark.parametrize("pattern", ["*.css", "*.js", "*.svg"])
def test_no_static_file_loads_anything_from_elsewhere(pattern: str):
    for file in (SHELL / "static").glob(pattern):
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?:|//[a-z]|@import|innerHTML|eval\(", re.sub(r"// .*", "", text)), (
            file.name
        )


def test_a_theme_left_to_the_system_is_light_without_script():
    root = Outline(render("home", frame=replace(SIGNED_IN, theme="system"))).all("html")[0]
    assert (root["data-bs-theme"], root["data-theme"]) == ("light", "system")


def test_a_person_with_one_mandate_is_offered_no_other():
    one = replace(SIGNED_IN, mandates=SIGNED_IN.mandates[:1])
    assert 'action="/switch"' not in render("home", frame=one)
    assert 'action="/switch"' in render("home")


def test_the_top_bar_names_the_company_a_person_acts_for():
    acting = replace(SIGNED_IN, mandates=(Mandate(2, "Clinique des Alpes", "Contact", current=True),))
    assert "<small>Clinique des Alpes · Contact</small>" in render("home", frame=acting)
    assert "<small>Gestion</small>" in render("home")


@pytest.mark.parametrize(("count", "filtered"), [(8, False), (9, True)])
def test_more_than_eight_mandates_can_be_filtered(count: int, filtered: bool):
    mandates = tuple(
        Mandate(number, f"Mandat {number}", "", current=number == 1) for number in range(1, count + 1)
    )
    assert ("data-filter-mandates" in render("home", frame=replace(SIGNED_IN, mandates=mandates))) is filtered


def test_changing_the_language_leads_back_to_the_page():
    assert '<input type="hidden" name="next" value="/c?o=name">' in render("list")


def test_single_keys_that_are_switched_off_are_not_even_loaded():
    text = render("list", frame=replace(SIGNED_IN, keys_off=True))
    assert "keys.js" not in text
    assert "data-open-keys" not in text


def test_a_reader_not_signed_in_sees_no_navigation():
    for page in ("login", "error", "message"):
        assert not Outline(render(page)).all("nav")


def test_an_error_keeps_the_navigation_of_a_reader_who_is_signed_in():
    assert Outline(render("error", frame=SIGNED_IN)).all("nav", id="navigation")


def test_an_error_page_without_languages_needs_no_session():
    assert "csrf_token" not in render("error", frame=replace(SIGNED_OUT, languages=()))


def test_the_sorted_column_says_its_direction():
    assert [attrs.get("aria-sort") for attrs in Outline(render("list")).all("th")] == [
        "ascending",
        None,
        None,
        None,
    ]


def test_the_button_of_a_row_is_read_out_with_the_name_of_the_row():
    assert 'Edit<span class="visually-hidden"> Clinique des Alpes</span>' in render("list")


def test_cells_say_their_column_when_rows_are_cards():
    labels = [attrs.get("data-label") for attrs in Outline(render("list")).all("td")]
    assert labels[:4] == ["Nom", "Masse", "État", None]


def test_an_empty_value_is_a_dash_that_is_read_out():
    assert '–<span class="visually-hidden"> not stated</span>' in render("list")


def test_filters_are_open_only_when_one_is_at_work():
    quiet = replace(LIST, filters=tuple(replace(one, value="") for one in LIST.filters))
    assert "open" in Outline(render("list")).all("details", **{"class": "g-filters"})[0]
    assert "open" not in Outline(render("list", quiet)).all("details", **{"class": "g-filters"})[0]


def test_searching_keeps_the_order_of_the_rows():
    form = re.findall(r'<form[^>]*method="get".*?</form>', render("list"), re.DOTALL)[0]
    assert '<input type="hidden" name="o" value="name">' in form


def test_a_list_without_rows_says_what_will_make_some_appear():
    text = render("list", replace(LIST, table=replace(TABLE, rows=())))
    assert "<table" not in text
    assert NOTHING.text in text


def test_a_list_offers_only_what_the_reader_may_do():
    bare = replace(LIST, add_url=None, import_url=None, export_csv_url=None, export_xlsx_url=None)
    text = render("list", bare)
    assert not [word for word in (">Add<", ">Import<", "Export") if word in text]


def test_a_fault_stands_above_its_input_and_describes_it():
    text = part("{{ ui.field(form.name) }}", form=refused_form())
    field = Outline(text).all("input", name="name")[0]
    assert (field["aria-invalid"], field["aria-describedby"]) == ("true", "name-hint name-fault")
    assert text.index("name-fault") < text.index("<input")


def test_only_what_may_be_left_out_is_marked():
    text = part("{{ ui.field(form.name) }}{{ ui.field(form.remark) }}", form=company_form())
    assert text.count("(optional)") == 1
    assert "*" not in text


@pytest.mark.parametrize(
    ("field", "opening"),
    [
        ("name", '<input aria-describedby="name-hint" class="form-control" id="name"'),
        ("remark", '<textarea class="form-control"'),
        ("canton", '<select class="form-select"'),
        ("simplified", '<input class="form-check-input"'),
        ("key", '<input id="key" name="key" type="hidden"'),
    ],
)
def test_each_kind_of_field_gets_its_control(field: str, opening: str):
    assert opening in part("{{ ui.field(form[name]) }}", form=company_form(), name=field)


@pytest.mark.parametrize("field", ["way", "themes"])
def test_choices_are_grouped_under_their_question(field: str):
    outline = Outline(part("{{ ui.field(form[name]) }}", form=company_form(), name=field))
    assert len(outline.all("fieldset")) == len(outline.all("legend")) == 1
    assert len(outline.all("input")) == len(outline.all("label")) == 2


def test_the_summary_counts_the_errors_and_leads_to_the_fields():
    text = part("{{ ui.error_summary(form) }}", form=refused_form())
    assert "2 entries to correct" in text
    assert [attrs["href"] for attrs in Outline(text).all("a")] == ["#name", "#way-0"]


def test_a_refused_form_says_so_in_the_window_title():
    assert "<title>Error: Ajouter" in render("form")
    assert "<title>Ajouter" in render("form", form_page(company_form(name="Clinique")))


def test_a_form_with_a_file_is_posted_in_parts():
    with_file = FormPage("Ajouter", SheetForm(), (Fieldset(None, ("sheet",)),), "Ajouter", "/c")
    assert 'enctype="multipart/form-data"' in render("form", with_file)
    assert "enctype" not in render("form")


def test_a_change_is_told_without_colour_too():
    text = part("{{ ui.changes(list) }}", list=CHANGE)
    assert [word for word in ("Before:", "After:", "Removed:", "New:") if word not in text] == []


def test_an_import_that_cannot_be_carried_out_has_no_button_for_it():
    page, _ = PAGES["import_preview"]
    assert ">Importer</button>" in render("import_preview")
    refused = render("import_preview", replace(page, submit=None, note="Corrigez le fichier."))
    assert [word for word in (">Importer</button>", ">None</button>") if word in refused] == []


@pytest.mark.parametrize(("on", "word"), [(True, "true"), (False, "false")])
def test_a_switch_is_a_button_that_says_its_state(on: bool, word: str):
    text = part("{{ ui.switch('APG', '/modules/apg', on) }}", on=on)
    assert Outline(text).all("button", role="switch", **{"aria-checked": word, "aria-label": "APG"})


def test_a_switch_that_is_off_limits_says_why():
    text = part("{{ ui.switch('APG', '/modules/apg', true, why='Requis par quatre modules') }}")
    assert "disabled" in Outline(text).all("button")[0]
    assert ">Requis par quatre modules<" in text


def test_progress_is_read_out_with_its_name():
    bar = Outline(part("{{ ui.progress('Import', 320, 1000, '320 sur 1000') }}")).all("progress")[0]
    assert bar == {"value": "320", "max": "1000", "aria-label": "Import"}


def test_an_icon_nobody_drew_is_a_folder_and_no_error():
    assert part("{{ ui.icon('unheard-of') }}") == part("{{ ui.icon('folder') }}")
