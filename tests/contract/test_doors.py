"""Every address is guarded, every change needs the token of a page of ours, and looking changes nothing."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import Connection, Table, create_engine, select
from sqlalchemy.pool import NullPool

from console.base.model import Model
from tests.contract.routes import METHODS, ask_every_page, has_number, paths, rules
from tests.contract.secret import OWN_KEYS, Owner, plant
from tests.support.house import House

PRIVATE = ("enter", "start", "step", "document", "sent", "proof", "recall", "leave", "left")
"""What a person without an account opens; tested in tests/console/shell/test_private_door.py and test_private_part.py."""
FOR_ANYBODY = {
    "AccessView.login": "the door itself",
    "AccessView.logout": "ends a sign-in when there is one",
    "AccessView.passkey": "asks for a passkey in the place of user name and password",
    "AccessView.password": "opens by the one-time link in its address",
    "AccessView.second": "asks who was right with the first step for the second",
    "ForgottenView.ask": "whoever forgot her password cannot sign in; says to nobody whether an account exists",
    "OpenAccountView.index": "opens to the visit of a person who came by a link",
    "PreferencesView.language": "a visitor may read the door in her language",
    "ProofsView.verify": "says whether a proof is genuine, to whoever holds one",
    **dict.fromkeys(
        (f"PrivateView.{name}" for name in PRIVATE),
        "opens by the link in its address and what is known of a person",
    ),
    **dict.fromkeys(
        ("SsoView.login", "SsoView.invited", "SsoView.callback", "SsoView.arrive"),
        "leads to a provider and back: what it says is signed and counts in the browser that left",
    ),
    **dict.fromkeys(
        ("sso.acs", "sso.backchannel", "sso.slo"), "opens to what a provider signed, and looks at no cookie"
    ),
    "sso.metadata": "says to a provider where this console is reached",
    "healthz": "says that the process lives",
    "readyz": "says whether the database answers",
    "metrics": "answers to loopback or to the holder of its token",
    "shell.accent": "an institution's colour",
    "shell.logo": "an institution's logo",
    "shell.static": "the console's own files",
    "vendor": "Bootstrap's files",
}
"""Routes that ask nobody who she is."""
SIGNED = ("/api/", "/inbound/")
"""Begin addresses that look at no cookie: systems show a key, agencies sign what they tell."""
MOVING = {
    "account_sign_in": "when somebody was last seen",
    "account_throttle": "tries of one-time links are counted, so that nobody guesses one",
    "audit_entry": "who looks at data of people is noted, and so are exports",
}
"""Tables that change when pages are looked at."""
NOT_OPENED = {
    "FormsView.attachment": "the planted documents have no content",
    "FormsView.document": "the planted documents have no content",
    "AccessView.password": "needs a link that somebody was given",
    **dict.fromkeys(
        ("FactorsView.number", "FactorsView.certificate"),
        "no SMS leave here, and no proxy hands on certificates",
    ),
    "FactorsView.remove": "Claire has no second factor; tested in test_factors_pages.py",
    "PersonView.download": "the planted task is no export; tested in tests/console/retention",
    "PrintRunsView.file": "the planted print run has no PDF yet",
    **dict.fromkeys(
        (f"FormSheetsView.{name}" for name in ("show", "faults", "send")), "the planted sheet is a company's"
    ),
    "ProofsView.pdf": "the planted reference is no message's; tested in tests/console/proofs",
    "CampaignsView.from_list": "the planted campaign asks a question, for which nobody offers a list",
    **dict.fromkeys(
        ("InformationView.leaflet", "InformationManageView.file"), "the planted leaflet has no PDF"
    ),
    **dict.fromkeys(
        ("ChannelsView.show", "ChannelsView.hold", "ChannelsView.let_go"),
        "no channel is set up here; tested in test_dispatch_channels.py",
    ),
    **dict.fromkeys(
        ("DispatchView.exchange", "DispatchView.reply"),
        "the planted exchange belongs to the first attempt; tested in test_dispatch_pages.py",
    ),
    "WordingView.show": "the name is that of a module; tested in test_wording_pages.py",
    "deadlines.feed": "opens by the secret in its address; tested in test_deadlines_calendar.py",
    "DispatchView.kept": "only where e-mails are kept in a folder instead of sent",
    **dict.fromkeys(
        (f"MailboxView.{name}" for name in ("recall", "delete", "document")),
        "the planted message is in a person's hands: it has no content to read and nothing to take back",
    ),
    "DeskView.act": "most acts have no place in the state of the planted message; tested in test_desk_acts.py",
    **dict.fromkeys((f"PrivateView.{name}" for name in PRIVATE), "needs a link that a person was given"),
    "OpenAccountView.index": "needs the visit of a person who came by a link",
    **dict.fromkeys(
        ("MineView.index", *(f"MatterView.{name}" for name in PRIVATE)),
        "is an insured person's; tested in test_insured_pages.py",
    ),
    **dict.fromkeys(
        (f"DelegationView.{name}" for name in ("status", "new", "address", "withdraw")),
        "is a company's; tested in test_delegation_pages.py",
    ),
    **dict.fromkeys(
        (f"DelegationsView.{name}" for name in ("index", "template")),
        "is a company's; tested in test_delegation_pages.py",
    ),
    "TermsManageView.show": "the versions of an institution count from 1; tested in test_terms.py",
    **dict.fromkeys(
        ("SsoView.callback", "SsoView.arrive", "sso.slo", "sso.metadata"),
        "needs a provider that sends people back; tested in tests/console/sso",
    ),
    "ModulesView.switch": "asks for the way to switch before it shows anything",
    "TranslationView.upload": "is a translator's",
    "ch_fund__ChildAllowanceView.import_preview": "the planted file is for another list, which shows the same page",
    "ch_fund__CompanyView.import_preview": "the planted file is for the other list, which shows the same page",
    **dict.fromkeys(
        (f"fr_dsn__TermsView.import_{name}" for name in ("file", "preview", "template")),
        "terms are not imported",
    ),
    **dict.fromkeys(
        (
            "fr_dsn__MandateView.delete",
            *(f"fr_dsn__MandateView.import_{name}" for name in ("file", "preview", "template")),
        ),
        "mandates are ended, not deleted, and not imported",
    ),
    "fr_dsn__CollectionView.draw": "says first what an administrator has to set; tested in test_debit_pages.py",
    **dict.fromkeys(
        (f"fr_dsn__ProfileView.{name}" for name in ("index", "add", "edit", "delete")),
        "is an account's administrator's; tested in test_profiles.py",
    ),
    **dict.fromkeys(
        (
            f"fr_dsn__EstablishmentView.{name}"
            for name in (
                "add",
                "edit",
                "remove",
                "delete",
                "import_file",
                "import_template",
                "import_preview",
            )
        ),
        "is an account's; tested in test_portfolio.py",
    ),
    **dict.fromkeys(
        (
            f"fr_dsn__GapView.{name}"
            for name in ("add", "edit", "delete", "import_file", "import_template", "import_preview")
        ),
        "gaps are found, not typed",
    ),
    "fr_dsn__GapView.answer": "is an account's; tested in gaps/test_pages.py",
    **dict.fromkeys(
        (f"fr_dsn__PartnerView.{name}" for name in ("import_file", "import_template", "import_preview")),
        "partners are few, and come in by no sheet",
    ),
    **dict.fromkeys(
        (f"fr_dsn__PartnerView.{name}" for name in ("show", "edit", "delete", "history")),
        "the institution's, so its planted number is another one; tested in test_partners.py",
    ),
    **dict.fromkeys(
        (
            f"fr_dsn__Enrolled{what}View.{name}"
            for what in ("Company", "Person")
            for name in ("show", "edit", "delete", "history")
        ),
        "the institution's, so its planted number is another one; tested in enrolments/test_pages.py",
    ),
    **dict.fromkeys(
        (f"fr_dsn__{view}View.import_preview" for view in ("EnrolledCompany", "EnrolledPerson", "Rate")),
        "the planted file is for another list, which shows the same page",
    ),
    "shell.accent": "a file: reads one column",
    "shell.logo": "a file: reads one column",
    "shell.static": "a file",
    "vendor": "a file",
}
"""Routes that Claire's rows do not open; those of the API answer to keys only."""


@pytest.fixture(scope="module")
def filled(standing_house: House) -> House:
    """Give a house with an own row of each kind for Claire."""
    plant(standing_house, Owner("CC Léman", "", "claire"), OWN_KEYS, "Eigenes", whole=False)
    return standing_house


def test_a_stranger_gets_no_further_than_the_door(filled: House) -> None:
    stranger, entered, asked = filled.stranger(), [], set()
    for rule in rules(filled.app):
        for method in METHODS:
            for path in paths(rule, OWN_KEYS[0]):
                answer = stranger.open(path, method=method)
                asked.add(rule.endpoint)
                at_the_door = answer.status_code == 303 and answer.location.startswith("/login/")
                if (
                    rule.endpoint not in FOR_ANYBODY
                    and not at_the_door
                    and answer.status_code not in (400, 401, 404, 405)
                ):
                    entered.append(f"{method} {path}: {answer.status_code}")

    assert entered == []
    assert {rule.endpoint for rule in rules(filled.app)} == asked
    assert set(FOR_ANYBODY) <= asked, "a name in the list is no longer a route"


def test_a_change_without_the_token_of_our_page_is_refused_and_changes_nothing(filled: House) -> None:
    browser, wrong = filled.browser("claire"), []
    before = _digests(filled)
    posted = [
        rule
        for rule in rules(filled.app)
        if "POST" in (rule.methods or ()) and not rule.rule.startswith(SIGNED)
    ]
    for rule in posted:
        for path in [
            path for key in (OWN_KEYS if has_number(rule) else (None,)) for path in paths(rule, key)
        ]:
            for data in ({}, {"csrf_token": "made-up"}, {"csrf_token": ""}):
                status = browser.post(path, data=data).status_code
                if status != 400:
                    wrong.append(f"{path}: {status}")

    assert wrong == []
    assert len(posted) > 10
    assert _changed(before, _digests(filled)) <= {"account_sign_in"}


def test_looking_at_pages_changes_nothing(filled: House) -> None:
    browser = filled.browser("claire")
    before = _digests(filled)
    opened: dict[str, set[int]] = {}
    for answer in ask_every_page(filled.app, browser):
        opened.setdefault(answer.endpoint, set()).add(answer.status)

    changed = _changed(before, _digests(filled))
    assert changed <= set(MOVING)
    never = {endpoint for endpoint, statuses in opened.items() if not statuses & {200, 302, 303}}
    never = {endpoint for endpoint in never if not endpoint.startswith("api.")}
    assert never <= set(NOT_OPENED), "these were refused, so nothing is known of them"


def _digests(house: House) -> dict[str, str]:
    """Give a digest of the rows of each table, read past every fence of ours by the role that owns them."""
    engine = create_engine(house.settings.owner_url, poolclass=NullPool)
    with engine.connect() as connection:
        found = {table.name: _digest(connection, table) for table in Model.metadata.sorted_tables}
    engine.dispose()
    return found


def _digest(connection: Connection, table: Table) -> str:
    rows = (repr(tuple(row)) for row in connection.execute(select(table)))
    return hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()


def _changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table in before if before[table] != after[table]}
