"""A mailbox in the middle of its life, for who looks at the demonstration. Nobody in it is real."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from console.accounts import service as people
from console.base import clock
from console.cli.demo_writers import OWNER, PDF, TRAINING, Child, Writers, known, term
from console.desk import settling
from console.documents import service as documents
from console.documents.paper import LongText, Paper, render_paper
from console.dossiers import service as dossiers
from console.dossiers.kinds import DECISION
from console.forms.registry import Registry
from console.hooks.declarations import Level
from console.hooks.manager import Plugins
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.mailbox import service
from console.mailbox.models import A_NOTICE, A_QUERY, Message
from console.mailbox.service import Actor, Opening, Person, Role
from console.parties.models import Company

_INSTALMENTS, _ACCOUNTING, _OTHER = "ch_fund.instalment_request", "ch_fund.accounting", "ch_fund.other"


_CHILDREN = (
    Child(0, "Perret", "Malo", "Nadia Perret", date(2009, 3, 11), "Gymnase de la Rive fictive"),
    Child(1, "Jordan", "Inès", "Marc-Antoine Jordan", date(2008, 7, 2), "École de commerce d’Essai"),
    Child(2, "Đorđević", "Mila", "Ana Đorđević", date(2007, 11, 23), "Université de Valbrume"),
    Child(3, "Cuendet", "Théo", "Sylvie Cuendet", date(2008, 1, 30), "Garage Modèle Sàrl"),
    Child(4, "Ferrari", "Chiara", "Paolo Ferrari", date(2006, 9, 8), "Haute école d’Exemple"),
    Child(5, "Blanchet", "Loris", "Corinne Blanchet", date(2007, 4, 17), "Gymnase de la Rive fictive"),
    Child(6, "Rossier", "Emma", "Yves Rossier", date(2008, 12, 5), "Boulangerie du Marché fictif"),
)


def fill(app: Flask) -> None:
    """Give the members of the demonstration's funds a mailbox, once; nothing where e-mails really leave."""
    registry: Registry = app.extensions["guichet_forms"]
    if TRAINING not in registry.forms or app.extensions["guichet_settings"].mail.kind == "smtp":
        return
    with app.app_context():
        for fund, clerk, company, user, tell in (
            ("CC Léman", "marc", "41002", "luca", _tell_french),
            ("AK Aaretal", "ruth", "7001", "petra", _tell_german),
        ):
            if (found := _people(app, fund, clerk, company, user)) is not None:
                tell(found)


def _people(app: Flask, fund: str, clerk: str, company: str, user: str) -> Writers | None:
    """Give who writes to whom; nothing where a message lies already, or where one of them is missing."""
    store = accounts()
    institution = store.scalar(select(Institution.id).where(Institution.short_name == fund))
    found = [people.find(store, name) for name in (clerk, user)]
    if institution is None or None in found:
        return None
    plugins: Plugins = app.extensions["guichet_plugins"]
    themes = {f"{OWNER}.{theme.key}": Level.SEND for theme in plugins[OWNER].themes}
    language = "de" if user == "petra" else "fr"
    named = [(one.id, f"{one.first_name} {one.last_name}") for one in found if one is not None]
    store.rollback()
    with acting(Scope((institution,), purpose="demo")) as session:
        key = session.scalar(select(Company.id).where(Company.number == company))
        if key is None or session.scalar(select(Message.id).limit(1)) is not None:
            return None

    def actor(role: Role, number: int, company: int | None) -> Actor:
        return Actor(
            role,
            institution,
            company,
            themes,
            user_id=named[number][0],
            name=named[number][1],
            language=language,
        )

    fund_worker, member = actor(Role.FUND, 0, None), actor(Role.ADMINISTRATOR, 1, key)
    return Writers(app.extensions["guichet_forms"], institution, fund, key, fund_worker, member)


def _tell_french(us: Writers) -> None:
    subject = "Attestation de formation"
    asked = [us.request(child, subject, days=21 - n) for n, child in enumerate(_CHILDREN)]
    us.request(Child(7, "Monney", "Jules", "Irène Monney", date(2008, 6, 21), ""), subject, days=40, due=30)
    _save(us, asked[0], _CHILDREN[0])
    _delegate(us, asked[1], "marc-antoine.exemple@example.org")
    for n, proof in enumerate(_PROOFS, start=2):
        us.answer(asked[n], _CHILDREN[n], 11 - n, proof)
    _handle(us, *asked[2:6])
    _instalments(us)
    _write(us, _ACCOUNTING, A_QUERY, "Décompte du 3e trimestre", _QUERY_FR)
    _write(us, _OTHER, A_NOTICE, "Horaires de fin d’année", _NOTICE_FR)
    _decide(us, asked[3], _CHILDREN[3])


def _handle(us: Writers, taken: str, first: str, second: str, refused: str) -> None:
    """Let the case worker take one in hand, accept two and refuse one."""
    with us.at(3, us.clerk) as session:
        service.take(session, us.clerk, taken)
        service.note(session, us.clerk, taken, _NOTE)
        settling.settle(session, us.clerk, first, "accepted")
        settling.settle(session, us.clerk, second, "accepted")
        settling.settle(session, us.clerk, refused, "refused", _REFUSAL)


def _tell_german(us: Writers) -> None:
    child = Child(8, "Gerber", "Lena", "Beat Gerber", date(2008, 5, 4), "Gymnasium Musterberg")
    us.request(child, "Ausbildungsbestätigung", days=6)
    _write(us, _OTHER, A_NOTICE, "Öffnungszeiten über die Festtage", _NOTICE_DE)


_PROOFS = ("attestation", "contrat_apprentissage", "immatriculation", "attestation", "contrat")
_NOTE = "Le cachet de l’école est illisible: demander l’original par téléphone."
_REFUSAL = "L’attestation porte sur l’année écoulée. Veuillez joindre celle de l’année en cours."
_QUERY_FR = (
    "Bonjour,\nLa masse salariale annoncée pour le 3e trimestre dépasse de 18 % celle du trimestre précédent. "
    "Pouvez-vous nous en indiquer la raison, par exemple des engagements ou des primes ?"
)
_NOTICE_FR = "Nos guichets sont fermés du 24 décembre au 2 janvier. La messagerie reste ouverte."
_NOTICE_DE = "Unsere Schalter bleiben vom 24. Dezember bis 2. Januar geschlossen. Das Postfach bleibt offen."


def _save(us: Writers, reference: str, child: Child) -> None:
    with us.at(2, us.user) as session:
        edition = service.open_message(session, us.user, reference).edition
        content = us.content(TRAINING, {**known(child), "kind": "school", "school": child.school})
        service.save(session, us.user, reference, content, edition=edition)


def _delegate(us: Writers, reference: str, email: str) -> None:
    with us.at(5, us.user) as session:
        parent = _CHILDREN[1].parent
        person = Person(email, parent, agreed_by=parent, agreed_on=clock.today("UTC"))
        service.delegate(session, us.user, reference, person)


def _instalments(us: Writers) -> None:
    """Let the member ask to pay in parts; nobody has looked at it yet."""
    with us.at(1, us.user) as session:
        first = clock.today("UTC") + timedelta(days=30)
        days = (f"{first + timedelta(days=30 * n):%d.%m.%Y}" for n in range(3))
        raw = {
            "invoice": "2026-10417", "due": "7200.00",
            "reason": "Deux clients importants règlent avec retard; nous proposons trois mensualités.",
            "instalments": [{"_row": f"r{n}", "day": day, "amount": "2400.00"} for n, day in enumerate(days)],
            "contact": us.user.name, "email": "info@41002.example",
        }  # fmt: skip
        opening = Opening(us.company, _ACCOUNTING, _INSTALMENTS, "Facture 2026-10417")
        service.send_new(session, us.user, opening, us.sending(_INSTALMENTS, raw, "instalments"))


def _write(us: Writers, theme: str, type_: str, subject: str, text: str) -> None:
    with us.at(1, us.clerk) as session:
        service.request(session, us.clerk, Opening(us.company, theme, type_, subject, text=text))


def _decide(us: Writers, reference: str, child: Child) -> None:
    """Put the decision into the dossier of a settled confirmation; the member has not opened it."""
    with us.at(1, us.clerk) as session:
        message = session.scalars(select(Message).where(Message.reference == reference)).one()
        dossier = session.get_one(dossiers.Dossier, message.dossier_id)
        until = term(clock.today("UTC"))[1]
        named = f"{child.given_name} {child.family_name}"
        text = f"L’allocation de formation pour {named} est accordée jusqu’au {until:%d.%m.%Y}."
        paper = Paper(
            "Décision d’allocations familiales", us.name, child.parent, reference, us.user.language, clock.now(),
            (LongText("Décision", (text, "Elle peut faire l’objet d’une opposition dans les 30 jours.")),),
        )  # fmt: skip
        file = documents.file_away(session, render_paper(paper), "decision.pdf", PDF, company_id=us.company)
        new = dossiers.NewDocument(DECISION, f"Décision: {named}", until, reference)
        dossiers.add_document(session, dossier, new, file, by=us.clerk.name)
