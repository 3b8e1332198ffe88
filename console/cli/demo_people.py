"""The invented institutions and people of the demonstration. No real person or institution is meant."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "Demo-2026-Guichet"  # noqa: S105


@dataclass(frozen=True)
class DemoInstitution:
    """An invented institution and the plugins it uses."""

    key: str
    name: str
    short_name: str
    kind: str
    country: str
    number: str
    languages: str
    zone: str
    accent: str
    street: str
    house_number: str
    postcode: str
    town: str
    plugins: dict[str, dict[str, str]]
    is_practice: bool = False


@dataclass(frozen=True)
class DemoMandate:
    """What an invented person is in an institution; `company` is a member number."""

    institution: str
    roles: tuple[str, ...]
    company: str = ""
    level: int = 3


@dataclass(frozen=True)
class DemoPerson:
    """An invented person."""

    username: str
    first_name: str
    last_name: str
    language: str
    mandates: tuple[DemoMandate, ...]
    insured: tuple[str, str] = ("", "")
    """Of an insured person: her AVS number and the institution where she showed who she is; she has no mandate."""


INSTITUTIONS = (
    DemoInstitution(
        "leman", "Caisse de compensation du Léman", "CC Léman", "compensation_fund", "CH", "998.000", "fr,de",
        "Europe/Zurich", "#0b5a7a", "Quai des Essais", "12", "1000", "Lausanne",
        {"ch_fund": {"fund_number": "998.000", "contact": "contact@cc-leman.example"}},
    ),
    DemoInstitution(
        "aaretal", "Ausgleichskasse Aaretal", "AK Aaretal", "compensation_fund", "CH", "999.000", "de,fr",
        "Europe/Zurich", "#7a3b0b", "Musterweg", "4", "3000", "Bern", {"ch_fund": {"fund_number": "999.000"}},
    ),
    DemoInstitution(
        "valbrume", "CPAS de Valbrume", "CPAS Valbrume", "cpas", "BE", "0999.999.922", "fr,nl",
        "Europe/Brussels", "#3d5a17", "Rue de l’Essai", "8", "1000", "Bruxelles", {},
    ),
    DemoInstitution(
        "hexalia", "Passerelle DSN Hexalia", "Hexalia", "gateway", "FR", "999000011", "fr",
        "Europe/Paris", "#4b2e83", "rue du Modèle", "3", "75000", "Paris",
        {
            "fr_dsn": {
                "sepa_ics": "FR72ZZZ123456", "sepa_name": "Passerelle DSN Hexalia",
                "sepa_iban": "FR7630006000011234567890189", "sepa_notice_days": "14", "sepa_lead_days": "1",
            }
        },
    ),
    DemoInstitution(
        "essai", "Caisse d’essai", "Caisse d’essai", "compensation_fund", "CH", "997.000", "fr,de",
        "Europe/Zurich", "#5b3a6e", "Chemin de l’Exercice", "1", "1000", "Lausanne",
        {"ch_fund": {"fund_number": "997.000"}}, is_practice=True,
    ),
)  # fmt: skip

COMPANIES = {
    "leman": (
        ("41002", "Boulangerie du Lac SA", "CHE000000017", "Quai du Port", "3", "1006", "Lausanne"),
        ("41017", "Menuiserie Favre Sàrl", "CHE000000023", "Chemin du Bois", "17", "1800", "Vevey"),
        ("41033", "Clinique des Alpes fictives SA", "CHE000000046", "Avenue du Mont", "1", "1880", "Bex"),
        ("41058", "Fleurs du Rhône", "CHE000000075", "Rue Basse", "22", "1260", "Nyon"),
    ),
    "aaretal": (
        ("7001", "Schreinerei Muster AG", "CHE000000052", "Werkstrasse", "9", "3600", "Thun"),
        ("7014", "Hofladen Sonnegg GmbH", "CHE000000069", "Dorfgasse", "2", "3110", "Münsingen"),
    ),
    "hexalia": (
        ("C-100", "Cabinet fictif d’essai", "999000029", "Rue du Modèle", "1", "69001", "Lyon"),
        ("C-200", "Transports imaginaires SAS", "999000037", "Rue de l’Exemple", "9", "33000", "Bordeaux"),
    ),
    "essai": (
        ("900", "Atelier d’essai SA", "CHE000000081", "Chemin de l’Exercice", "5", "1000", "Lausanne"),
    ),
}

PEOPLE = (
    DemoPerson("claire", "Claire", "Favre", "fr", (DemoMandate("leman", ("administrator",)),)),
    DemoPerson("marc", "Marc", "Dubois", "fr", (DemoMandate("leman", ("case_worker",)),)),
    DemoPerson("heidi", "Heidi", "Frei", "de", (DemoMandate("leman", ("translator",), level=1),)),
    DemoPerson("luca", "Luca", "Bernasconi", "fr", (DemoMandate("leman", ("company_administrator",), "41002"),)),
    DemoPerson("nora", "Nora", "Blanc", "fr", (DemoMandate("leman", ("company_user",), "41002", 2),)),
    DemoPerson(
        "petra", "Petra", "Vogel", "de",
        (
            DemoMandate("leman", ("company_user",), "41017"),
            DemoMandate("leman", ("company_user",), "41033"),
            DemoMandate("aaretal", ("company_user",), "7001"),
        ),
    ),
    DemoPerson("ruth", "Ruth", "Bieri", "de", (DemoMandate("aaretal", ("administrator",)),)),
    DemoPerson("sofie", "Sofie", "Peeters", "nl", (DemoMandate("valbrume", ("administrator",)),)),
    DemoPerson("jean", "Jean", "Lambert", "fr", (DemoMandate("valbrume", ("case_worker",)),)),
    DemoPerson("camille", "Camille", "Moreau", "fr", (DemoMandate("hexalia", ("administrator", "translator")),)),
    DemoPerson("agnes", "Agnès", "Leroy", "fr", (DemoMandate("hexalia", ("company_administrator",), "C-100"),)),
    DemoPerson("bruno", "Bruno", "Caron", "fr", (DemoMandate("hexalia", ("company_user",), "C-100"),)),
    DemoPerson("denise", "Denise", "Perrin", "fr", (DemoMandate("hexalia", ("company_administrator",), "C-200"),)),
    DemoPerson("ines", "Inès", "Pralong", "fr", (DemoMandate("essai", ("administrator",)),)),
    DemoPerson("dario", "Dario", "Keller", "fr", (DemoMandate("essai", ("company_administrator",), "900"),)),
)  # fmt: skip

PROVIDERS = {"leman": (("P-104", "Cabinet médical de la Rive fictive", "Vevey"),)}

BEYOND = (
    DemoPerson("elena", "Elena", "Rochat", "fr", (DemoMandate("leman", ("provider",), "P-104"),)),
    DemoPerson("jordan", "Marc-Antoine", "Jordan", "fr", (), ("7560000800015", "leman")),
)
"""A provider's person, and an insured one: neither is of an institution or of a company."""
