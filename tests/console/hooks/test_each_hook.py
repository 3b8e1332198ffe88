"""What each hook does, seen from outside. `test_<hook>__…`: a test of docs/hooks.md counts them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import g, url_for
from sqlalchemy import func, inspect, select
from sqlalchemy.orm import Session

from console.accounts.models import ThemeRight
from console.audit.models import AuditEntry
from console.base.figures import style_of
from console.cli.commands import guichet
from console.deadlines import service as deadlines
from console.dispatch.acknowledging import receive
from console.dispatch.declarations import Arrival
from console.dispatch.service import Outbox
from console.dossiers.models import Dossier
from console.forms.revisions import publish
from console.hooks.declarations import Erased, Level, Scheduled
from console.hooks.manager import Plugins, load
from console.institutions.sessions import accounts, db, scope_of
from console.jobs.models import ScheduledJob
from console.jobs.service import run_due
from console.jobs.tasks import Tasks
from console.mailbox import service as mailbox
from console.plugin import forms
from console.shell.schedule import jobs_of
from console.testing.simulators.ledger import Ledger
from console.testing.simulators.own import every
from console.testing.simulators.running import Simulators
from plugins.ch_fund.forms.training_confirmation import TRAINING_CONFIRMATION
from plugins.ch_fund.models import ChildAllowance, Employee
from tests.support.distributions import distribute
from tests.support.house import House, post
from tests.support.outbox import put
from tests.support.simulators import ask


def plugins_of(house: House) -> Plugins:
    """Give what the start of this console learnt from its plugins."""
    found: Plugins = house.app.extensions["guichet_plugins"]
    return found


def test_register_models__gives_the_plugin_its_tables(lite_house: House) -> None:
    models = plugins_of(lite_house)["ch_fund"].models
    with lite_house.app.app_context():
        tables = inspect(db.engine).get_table_names()

    assert models
    assert {model.__tablename__ for model in models} <= set(tables)


def test_register_themes__makes_subject_areas_without_whose_right_a_page_is_unknown(
    lite_house: House,
) -> None:
    before = lite_house.browser("marc").get("/ch_fund/employee/list/").status_code
    membership = lite_house.membership("marc").id
    with lite_house.app.app_context():
        for right in accounts().scalars(select(ThemeRight).where(ThemeRight.membership_id == membership)):
            accounts().delete(right)
        accounts().commit()

    after = lite_house.browser("marc").get("/ch_fund/employee/list/").status_code

    assert (before, after) == (200, 404)


PRESS = """
from console.plugin import Simulator, hookimpl, simulators

class Press(simulators.HttpSimulator):
    def fault(self, request):
        return None if request.body else simulators.as_json(400, {"error": "empty"})

    def taken(self, request, line, behaviour):
        return simulators.as_json(201, {"print": line.number})

def make(ledger, scenario, port):
    return Press("press.machine", ledger, scenario, port)

@hookimpl
def register_simulators():
    return [Simulator("press.machine", "Press", "POST of a text", 8698, make)]
"""


def test_register_simulators__stand_in_for_the_services_of_the_plugin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribute(tmp_path, "press", {"plugin.py": PRESS})
    monkeypatch.syspath_prepend(tmp_path)
    declared = [one for one in every(load(["press"])) if one.key == "press.machine"]

    with Simulators(declared, Ledger(), {"press.machine": 0}) as running:
        port = running.servers["press.machine"].port
        status, said = ask(port, "POST", "/", b"a note", Idempotency_Key="n1")

    assert (status, said) == (201, {"print": 1})
    assert running.ledger.effects("press.machine") == {"n1": 1}


def test_register_channels__let_what_the_plugin_writes_leave_by_its_own_way(lite_house: House) -> None:
    declared = plugins_of(lite_house)["ch_fund"].channels
    outbox: Outbox = lite_house.app.extensions["guichet_outbox"]

    assert {one.key for one in declared} == {"ch_fund.core_system"}
    assert all(outbox.channels[one.key] is one for one in declared)
    assert "ch_fund.core_system" in lite_house.browser("claire").get("/dispatch/channels/").text


def test_acknowledged__hears_once_what_the_other_side_decided(lite_house: House) -> None:
    channel = "ch_fund.core_system"
    put(lite_house, "a", channel=channel, kind="ch_fund.announcement", subject_id="M-1")
    with lite_house.writing() as session:
        for _ in range(2):
            receive(session, Arrival(channel, "{}", "t1", "accepted", key="a"), "pushed")

    with lite_house.reading() as session:
        asked = select(AuditEntry).where(AuditEntry.action == "ch_fund.core_system.accepted")
        assert [line.subject_id for line in session.scalars(asked)] == ["M-1"]


def test_register_views__puts_pages_below_the_plugins_name_and_into_the_menu(lite_house: House) -> None:
    home = lite_house.browser("marc").get("/").get_data(as_text=True)

    assert 'href="/ch_fund/company/list/"' in home
    assert 'href="/ch_fund/employee/list/"' in home


def test_register_rights__lets_only_the_named_roles_act(lite_house: House) -> None:
    case_worker, administrator = lite_house.browser("marc"), lite_house.browser("claire")
    with lite_house.reading() as session:
        row = session.scalars(select(Employee.company_id).limit(1)).one()

    assert case_worker.get(f"/ch_fund/company/delete/{row}").status_code == 403
    assert administrator.get(f"/ch_fund/company/delete/{row}").status_code == 200


def test_register_api__names_the_only_fields_that_leave_the_console(lite_house: House) -> None:
    (resource,) = (one for one in plugins_of(lite_house)["ch_fund"].resources if one.fields)

    assert resource.key == "employees"
    assert {"institution_id", "version"}.isdisjoint(resource.fields)
    assert all(hasattr(resource.model, field) for field in resource.fields)


def test_register_api_acts__let_other_systems_do_more_than_read(lite_house: House) -> None:
    acts = plugins_of(lite_house)["fr_dsn"].acts
    rules = {rule.endpoint: rule for rule in lite_house.app.url_map.iter_rules()}

    assert {one.key for one in acts} >= {"stoppages_declare", "stoppages_close"}
    for one in acts:
        rule = rules[f"api.fr_dsn__{one.key}"]
        assert one.method in (rule.methods or ())
        assert lite_house.stranger().open(rule.rule, method=one.method).status_code == 401


def test_register_settings__gives_each_value_a_default(lite_house: House) -> None:
    settings = plugins_of(lite_house)["ch_fund"].settings

    assert [s.key for s in settings]
    assert all(isinstance(s.default, str) for s in settings)


def test_register_audit_actions__keys_begin_with_the_plugins_name(lite_house: House) -> None:
    for plugin in plugins_of(lite_house):
        assert all(action.key.startswith(f"{plugin.name}.") for action in plugin.actions)


def test_register_forms__offers_them_to_those_who_may_prepare_in_their_theme(lite_house: House) -> None:
    forms = plugins_of(lite_house)["ch_fund"].forms

    page = lite_house.browser("luca").get("/forms/").get_data(as_text=True)

    assert all(f'action="/forms/{form.key}/new"' in page for form in forms)


def test_register_deadlines__offers_lengths_that_count_once_they_are_confirmed(lite_house: House) -> None:
    (rule,) = plugins_of(lite_house)["ch_fund"].deadlines
    with lite_house.reading() as session:
        before = deadlines.rule(session, rule.key).is_in_force
    with lite_house.writing() as session:
        deadlines.confirm(session, rule.key, rule.span, "Weisung", version=0, by="Claire")
        after = deadlines.rule(session, rule.key)

    assert (before, after.is_in_force) == (False, True)


def test_register_duties__say_what_is_owed_and_where_it_is_seen(lite_house: House) -> None:
    (duty,) = plugins_of(lite_house)["fr_dsn"].duties
    with lite_house.reading("Hexalia") as session:
        owed = list(duty.owed(session))
    endpoint, values = duty.page(owed[0].company, owed[0].key)

    assert owed[0].due.tzinfo is not None
    with lite_house.app.test_request_context():
        assert url_for(endpoint, **values).startswith("/fr_dsn/board/not_accepted?")


def test_register_rules__refuse_values_that_do_not_fit_together(lite_house: House) -> None:
    rules = {rule.name: rule for rule in plugins_of(lite_house)["ch_fund"].rules}

    complaint = rules["ch_fund.entry_age@1"].check(date(2020, 1, 1), date(2026, 1, 1))

    assert complaint is not None
    assert complaint[1].code in rules["ch_fund.entry_age@1"].sentences


def test_register_sources__find_parties_of_the_institution_at_hand(lite_house: House) -> None:
    (source,) = plugins_of(lite_house)["ch_fund"].sources
    with lite_house.reading():
        (reference, _name), *_more = source.suggest("")
        mine = source.names([reference])
    with lite_house.reading("AK Aaretal"):
        theirs = source.names([reference])

    assert (set(mine), set(theirs)) == ({reference}, set())


def test_register_commands__puts_them_below_the_plugins_name() -> None:
    done = CliRunner().invoke(guichet, ["ch_fund", "--help"])

    assert "  salaries     Check a list of salaries." in done.stdout.splitlines()


def test_register_tasks__lets_a_worker_do_the_long_work_of_the_plugin(lite_house: House) -> None:
    declared = plugins_of(lite_house)["fr_dsn"].tasks
    known: Tasks = lite_house.app.extensions["guichet_tasks"]

    assert {"fr_dsn.calls", "fr_dsn.check", "fr_dsn.deposit"} <= {one.key for one in declared}
    assert all(known.kinds[one.key] is one for one in declared)


def look(house: House, plugin: str, work: Callable[[Session], object]) -> Sequence[str]:
    """Let a plugin have one job, `<plugin>.look`, and do what is due of it; give the keys of what was done."""
    job = Scheduled(f"{plugin}.look", timedelta(days=1), work)
    house.app.extensions["guichet_plugins"] = [replace(plugins_of(house)[plugin], jobs=(job,))]
    return run_due(house.app, [one for one in jobs_of(house.app) if one.name == job.key])


def test_register_jobs__are_done_again_and_again_where_the_plugin_is_switched_on(lite_house: House) -> None:
    seen: list[tuple[int, ...]] = []
    done = look(lite_house, "fr_dsn", lambda session: seen.append(scope_of(session).institutions))

    assert done == ["fr_dsn.look"]
    assert seen == [(lite_house.institution("Hexalia"),)]


def test_register_jobs__give_their_next_piece_which_is_done_in_a_transaction_of_its_own(
    lite_house: House,
) -> None:
    seen: list[Session] = []

    def second(session: Session) -> None:
        seen.append(session)

    def first(session: Session) -> Callable[[Session], None]:
        seen.append(session)
        return second

    look(lite_house, "fr_dsn", first)

    assert len(seen) == 2
    assert seen[0] is not seen[1]


def test_register_jobs__that_fail_in_one_institution_are_done_in_the_others(lite_house: House) -> None:
    kept: list[int] = []

    def work(session: Session) -> None:
        place = scope_of(session).institutions[0]
        if place == first:
            raise ZeroDivisionError
        kept.append(place)

    first = min(lite_house.institution(name) for name in ("CC Léman", "AK Aaretal"))
    look(lite_house, "ch_fund", work)

    with lite_house.app.app_context():
        outcome = accounts().get_one(ScheduledJob, "ch_fund.look").outcome
    assert kept
    assert first not in kept
    assert outcome == f"RuntimeError: failed in institutions {first}"


def test_register_wordings__can_be_changed_by_the_institution_where_it_changes_any_wording(
    lite_house: House,
) -> None:
    known = {one.key for one in plugins_of(lite_house)["fr_dsn"].wordings}

    page = lite_house.browser("camille").get("/wording/").text

    assert known
    assert all(key in page for key in known)


def test_check_configuration__tells_what_is_missing_in_the_settings(lite_house: House) -> None:
    with lite_house.app.test_request_context():
        (answer,) = plugins_of(lite_house).ask("check_configuration", ["ch_fund"], settings={})

        assert not answer.failed
        assert {finding.state for finding in answer.values} & {"warn", "bad"}


def test_dashboard_tiles__put_their_figures_on_the_start_page(lite_house: House) -> None:
    with lite_house.reading() as session:
        employees = session.scalar(select(func.count()).select_from(Employee))

    assert str(employees) in lite_house.browser("marc").get("/").get_data(as_text=True)


def test_prefill_form__puts_known_values_into_a_new_draft_and_says_where_they_come_from(
    lite_house: House,
) -> None:
    luca = lite_house.browser("luca")
    begun = post(luca, "/forms/ch_fund.instalment_request/new")
    reference = begun.location.split("/draft/", 1)[1].split("/", 1)[0]
    page = luca.get(f"/forms/draft/{reference}/contact").text

    assert 'value="info@41002.example"' in page
    assert 'id="f-email-note"' in page


def test_campaign_lists__draw_up_requests_in_the_scope_of_the_staff(lite_house: House) -> None:
    with lite_house.reading():
        (answer,) = plugins_of(lite_house).ask("campaign_lists", ["ch_fund"])
        (offered,) = answer.values
        mine = offered.rows(date(2026, 11, 1))
    with lite_house.reading("CPAS Valbrume"):
        theirs = offered.rows(date(2026, 11, 1))

    assert (bool(mine), list(theirs)) == (True, [])


def test_message_moved__continues_a_childs_right_once_its_training_is_accepted(lite_house: House) -> None:
    with lite_house.writing() as session:
        right = session.scalars(select(ChildAllowance).order_by(ChildAllowance.id)).first()
        assert right is not None
        revision = publish(TRAINING_CONFIRMATION, (), lambda _, text: text)
        theme, kind = "ch_fund.family_allowances", TRAINING_CONFIRMATION.key
        fund, user = (
            mailbox.Actor(role, right.institution_id, company, {theme: Level.SEND}, user_id=1, name="Marc")
            for role, company in ((mailbox.Role.FUND, None), (mailbox.Role.USER, right.company_id))
        )
        asked = mailbox.request(session, fund, mailbox.Opening(right.company_id, theme, kind, "Formation"))
        period = forms.Span(date(2027, 1, 1), date(2028, 7, 31))
        values = {"avs": right.child_number, "kind": "studies", "period": period}
        sending = mailbox.Sending(mailbox.Content(revision, {}, "fr"), values, "key")
        mailbox.send(session, user, asked.reference, sending, edition=0)

        mailbox.settle(session, fund, asked.reference, "accepted")

        dossier = session.get_one(Dossier, asked.dossier_id)
        assert (right.valid_until, dossier.valid_until) == (date(2028, 7, 31), date(2028, 7, 31))


def test_register_retention__puts_the_plugins_rows_beside_the_consoles_own(lite_house: House) -> None:
    page = lite_house.browser("claire").get("/retention/").text

    assert "/retention/class/ch_fund.employees" in page
    assert "/retention/class/console.dossiers" in page


def test_export_person__gives_the_rows_of_one_person_and_of_nobody_else(lite_house: House) -> None:
    with lite_house.reading() as session:
        g.style = style_of("fr", "CH", "Europe/Zurich")
        numbers = session.scalars(select(Employee.avs_number).order_by(Employee.id).limit(2)).all()
        (answer,) = plugins_of(lite_house).ask("export_person", ["ch_fund"], number=numbers[0])
        told = str([part.rows for part in answer.values])

    assert [number in told for number in numbers] == [True, False]


def test_erase_person__erases_what_ended_before_the_day_of_its_class(lite_house: House) -> None:
    with lite_house.writing() as session:
        employee = session.scalars(select(Employee).order_by(Employee.id).limit(1)).one()
        number, employee.exit_date = employee.avs_number, date(2010, 5, 31)
        session.flush()
        asked = {"number": number, "before": {"ch_fund.employees": date(2010, 5, 31)}}
        (kept,) = plugins_of(lite_house).ask("erase_person", ["ch_fund"], **asked)
        asked = {"number": number, "before": {"ch_fund.employees": date(2010, 6, 1)}}
        (erased,) = plugins_of(lite_house).ask("erase_person", ["ch_fund"], **asked)

    assert kept.values == (Erased("ch_fund.employees", 0),)
    assert erased.values == (Erased("ch_fund.employees", 1),)


def test_fill_demo__leaves_something_to_look_at(lite_house: House) -> None:
    with lite_house.reading() as session:
        assert session.scalars(select(Employee).limit(1)).first() is not None
