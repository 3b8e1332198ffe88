"""What each hook does, seen from outside. `test_<hook>__…`: a test of docs/hooks.md counts them."""

from __future__ import annotations

from datetime import date

from click.testing import CliRunner
from sqlalchemy import func, inspect, select

from console.accounts.models import ThemeRight
from console.cli.commands import guichet
from console.hooks.manager import Plugins
from console.institutions.sessions import accounts, db
from plugins.ch_fund.models import Employee
from tests.support.house import House, post


def plugins_of(house: House) -> Plugins:
    """Give what the start of this console learnt from its plugins."""
    found: Plugins = house.app.extensions["guichet_plugins"]
    return found


def test_register_models__gives_the_plugin_its_tables(lite_house: House) -> None:
    (model,) = plugins_of(lite_house)["ch_fund"].models
    with lite_house.app.app_context():
        tables = inspect(db.engine).get_table_names()

    assert model.__tablename__ in tables


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
    (resource,) = plugins_of(lite_house)["ch_fund"].resources

    assert resource.key == "employees"
    assert {"institution_id", "version"}.isdisjoint(resource.fields)
    assert all(hasattr(resource.model, field) for field in resource.fields)


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


def test_fill_demo__leaves_something_to_look_at(lite_house: House) -> None:
    with lite_house.reading() as session:
        assert session.scalars(select(Employee).limit(1)).first() is not None
