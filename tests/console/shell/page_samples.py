"""Invented pages for the tests of the templates."""

from pathlib import Path
from typing import Any

from wtforms import (
    BooleanField,
    FileField,
    Form,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

import console.shell
from console.shell.pages import (
    Action,
    Cell,
    Choice,
    Column,
    ConfirmPage,
    Crumb,
    DataTable,
    Elsewhere,
    Empty,
    ErrorPage,
    Fact,
    FactGroup,
    FieldChange,
    Fieldset,
    FilterChip,
    FilterControl,
    FormPage,
    Frame,
    FrameLinks,
    HistoryPage,
    HomePage,
    ImportChange,
    ImportFault,
    ImportPage,
    ImportPreview,
    InstitutionBadge,
    LanguageChoice,
    ListPage,
    LoginPage,
    Mandate,
    MessagePage,
    NavEntry,
    NavSection,
    Pager,
    PageSize,
    PersonBadge,
    RelatedTable,
    Row,
    ShowPage,
    Tag,
    Tile,
    TimelineEntry,
)

SHELL = Path(console.shell.__path__[0])


class CompanyForm(Form):
    key = HiddenField()
    name = StringField(
        "Raison sociale", [DataRequired("Indiquez la raison sociale.")], description="Selon le registre"
    )
    remark = TextAreaField("Remarque", [Optional()])
    canton = SelectField(
        "Canton", [DataRequired()], choices=[SelectChoice("VD", "Vaud"), SelectChoice("FR", "Fribourg")]
    )
    way = RadioField(
        "Envoi",
        [DataRequired("Choisissez l’envoi.")],
        choices=[SelectChoice("portal", "Portail"), SelectChoice("post", "Poste")],
    )
    themes = SelectMultipleField(
        "Thèmes",
        choices=[SelectChoice("af", "Allocations familiales"), SelectChoice("apg", "APG")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    simplified = BooleanField("Décompte simplifié")


class SheetForm(Form):
    sheet = FileField("Feuille", [DataRequired("Choisissez un fichier.")])


class SignInForm(Form):
    username = StringField("Nom", [DataRequired()])
    password = PasswordField("Mot de passe", [DataRequired()])
    next = HiddenField()


LINKS = FrameLinks("/", "/login", "/logout", "/language", "/switch", "/profile", "/devices")
LANGUAGES = (LanguageChoice("fr", "Français", current=True), LanguageChoice("de", "Deutsch"))
SIGNED_IN = Frame(
    product="Guichet",
    lang="fr",
    links=LINKS,
    institution=InstitutionBadge("Caisse de compensation 41", "Caisse 41", "CH", 1, 3),
    person=PersonBadge("Joëlle Favre"),
    mandates=(
        Mandate(1, "Caisse 41", "Gestion", current=True),
        Mandate(2, "Clinique des Alpes", "Personne de contact"),
    ),
    languages=LANGUAGES,
    sections=(
        NavSection("Caisse", (NavEntry("Entreprises", "/c", "company", current=True, count="5", hot=True),)),
    ),
)
SIGNED_OUT = Frame(product="Guichet", lang="fr", links=LINKS, languages=LANGUAGES)
NOTHING = Empty("Aucune entreprise", "Elles apparaissent après le premier import.")
TABLE = DataTable(
    "Entreprises",
    (
        Column("Nom", sort_url="?o=-name", sorted="ascending"),
        Column("Masse", "number"),
        Column("État", "tag"),
    ),
    (
        Row(
            (Cell("Clinique des Alpes", detail="Aigle"), Cell("1’200.00"), Cell("Active", "ok")),
            "/c/1",
            "/c/1/edit",
        ),
        Row((Cell("Garage Rochat"), Cell(""), Cell("Radiée"))),
    ),
)
CHANGE = (
    FieldChange("Lieu", "Bex", "Aigle"),
    FieldChange("Fax", "024 468", None),
    FieldChange("Site", None, "x.example"),
)
EVENT = TimelineEntry("14.11.2026", "2026-11-14", "Modification", who="J. Favre", changes=CHANGE)
CRUMBS = (Crumb("Caisse", "/c"),)
LIST = ListPage(
    "Entreprises",
    TABLE,
    NOTHING,
    Pager("1 à 2", "?p", "?n", (PageSize(25, "?s=25", current=True), PageSize(50, "?s=50"))),
    search="alpes",
    filters=(
        FilterControl("canton", "Canton", "choice", "VD", (Choice("VD", "Vaud"), Choice("FR", "Fribourg"))),
        FilterControl("since", "Depuis", "day", hint="jj.mm.aaaa"),
        FilterControl("trustee", "Fiduciaire", "related", suggest_url="/suggest"),
    ),
    chips=(FilterChip("Canton : Vaud", "?"),),
    clear_url="?",
    keep=(("o", "name"),),
    add_url="/c/add",
    import_url="/c/import",
    export_csv_url="/c.csv",
    export_xlsx_url="/c.xlsx",
)


def company_form(**values: Any) -> CompanyForm:
    return CompanyForm(data={"canton": "VD", "way": "portal", "themes": ["af"], **values})


def refused_form() -> CompanyForm:
    form = CompanyForm(data={"canton": "VD"})
    form.validate()
    return form


def form_page(form: Form) -> FormPage:
    names = ("name", ("canton", "way"), "themes", "simplified", "remark")
    return FormPage("Ajouter", form, (Fieldset("Entreprise", names),), "Enregistrer", "/c", CRUMBS)


PAGES: dict[str, tuple[Any, Frame]] = {
    "list": (LIST, SIGNED_IN),
    "form": (form_page(refused_form()), SIGNED_IN),
    "show": (
        ShowPage(
            "Clinique des Alpes",
            (
                FactGroup(None, (Fact("Nom", "Clinique"), Fact("Radiée le", "", "day"))),
                FactGroup("Adresse", ()),
            ),
            CRUMBS,
            (Tag("Active", "ok"),),
            (
                Action("Supprimer", "/c/1/delete", "danger", "delete", post=True),
                Action("Modifier", "/c/1/edit"),
            ),
            (RelatedTable("Personnes", TABLE, NOTHING, "/p", "/p/add"),),
            (EVENT,),
        ),
        SIGNED_IN,
    ),
    "history": (HistoryPage("Historique", (EVENT,), NOTHING, Pager("", None, "?n"), CRUMBS), SIGNED_IN),
    "confirm": (
        ConfirmPage(
            "Supprimer", ("Le dossier disparaît.",), "Supprimer", "/c", CRUMBS, hidden=(("version", "3"),)
        ),
        SIGNED_IN,
    ),
    "import": (
        ImportPage("Importer", SheetForm(), "Vérifier", "/c", (Fact("Nom", "Obligatoire"),), CRUMBS),
        SIGNED_IN,
    ),
    "import_preview": (
        ImportPreview(
            "Vérification",
            "mars.xlsx",
            new="1’014",
            changed="1",
            unchanged="2",
            faulty="1",
            cancel_url="/c",
            submit="Importer",
            faults=(ImportFault(12, "N° IDE", "", "Indiquez le numéro."),),
            more_faults=4,
            changes=(ImportChange(5, "Clinique", CHANGE),),
            more_changes=1,
            hidden=(("file", "7"),),
        ),
        SIGNED_IN,
    ),
    "home": (
        HomePage(
            "Bonjour", (Tile("Réception", "Messages", "/m", "inbox", "5", "non lus", hot=True),), NOTHING
        ),
        SIGNED_IN,
    ),
    "login": (
        LoginPage("Se connecter", SignInForm(), elsewhere=(Elsewhere("Avec eIAM", "/sso"),)),
        SIGNED_OUT,
    ),
    "error": (
        ErrorPage(404, "Page introuvable", "Elle n’existe pas.", "Vérifiez l’adresse.", "01JD7Q"),
        SIGNED_OUT,
    ),
    "message": (
        MessagePage("Session terminée", "À bientôt.", "ok", (Action("Se connecter", "/login"),)),
        SIGNED_OUT,
    ),
}
