"""The pages about long work: one's own, how far it is, stopping it, what came of it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from console.base import clock
from console.institutions.sessions import accounts
from console.jobs.models import RUNNING, STOPPED, Task
from console.jobs.running import LEASE, TaskRun, run_next
from tests.support.house import House, post
from tests.support.tasks import Killed, add_companies, declare, start, task


def text(browser: FlaskClient, path: str, status: int = 200) -> str:
    """Give the words of a page as a reader sees them."""
    answer = browser.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    main = answer.get_data(as_text=True).split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def english(house: House, person: str) -> FlaskClient:
    browser = house.browser(person)
    post(browser, "/me/language", {"language": "en"})
    return browser


@pytest.fixture
def marc(lite_house: House) -> FlaskClient:
    """Give the case worker's browser, in English."""
    declare(lite_house)
    return english(lite_house, "marc")


def look_while_running(house: House, browser: FlaskClient, companies: int, **more: object) -> list[str]:
    """Give what the page says after each piece; the pages of another thread would say the same."""
    said: list[str] = []
    reference = ""

    def look(work: TaskRun) -> None:
        accounts.remove()
        said.append(browser.get(f"/tasks/{reference}").get_data(as_text=True))

    declare(house, lambda work: add_companies(work, look))
    reference = start(house, companies, **more)  # type: ignore[arg-type]
    run_next(house.app)
    return said


def test_the_page_shows_the_bar_the_rows_and_the_faults_while_it_runs(
    lite_house: House, marc: FlaskClient
) -> None:
    first, _second = look_while_running(lite_house, marc, 20)

    assert re.search(r'<progress value="10" max="20" aria-label="Progress"', first)
    assert "10 of 20 rows" in first
    assert re.search(r"Rows with faults</dt><dd[^>]*>1<", first)
    assert "data-task-lives" in first
    assert "Stop this work" in first


def test_a_bar_without_a_total_names_only_the_rows_so_far(lite_house: House, marc: FlaskClient) -> None:
    first, _second = look_while_running(lite_house, marc, 20, total=False)

    assert re.search(r'<progress aria-label="Progress"', first)
    assert "10 rows so far" in first


def test_the_time_left_is_said_once_the_pace_is_known(lite_house: House, marc: FlaskClient) -> None:
    said: list[str] = []
    began = clock.now()

    def look(work: TaskRun) -> None:
        with clock.at(began + timedelta(seconds=30)):
            said.append(text(marc, f"/tasks/{reference}"))

    declare(lite_house, lambda work: add_companies(work, look))
    with clock.at(began):
        reference = start(lite_house, 50)
        run_next(lite_house.app)

    assert "Time left about 2 minutes" in said[0]


def test_the_stop_button_stops_it(lite_house: House, marc: FlaskClient) -> None:
    reference = start(lite_house)

    answer = post(marc, f"/tasks/{reference}/stop")

    assert answer.status_code == 303
    assert answer.location.endswith(f"/tasks/{reference}")
    assert task(lite_house, reference).state == STOPPED
    assert "The work was stopped" in text(marc, f"/tasks/{reference}")


def test_a_running_work_that_was_asked_to_stop_says_so_and_has_no_button_any_more(
    lite_house: House, marc: FlaskClient
) -> None:
    reference = interrupted(lite_house)
    post(marc, f"/tasks/{reference}/stop")

    found = text(marc, f"/tasks/{reference}")
    assert "Stopping" in found
    assert "Stop this work" not in found


def test_an_interrupted_work_says_that_it_goes_on_by_itself(lite_house: House, marc: FlaskClient) -> None:
    reference = interrupted(lite_house)

    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        assert "Interrupted" in text(marc, f"/tasks/{reference}")


def interrupted(house: House) -> str:
    """Give work whose worker died after its first piece."""

    def die(work: TaskRun) -> None:
        raise Killed

    declare(house, lambda work: add_companies(work, die))
    reference = start(house)
    with pytest.raises(Killed):
        run_next(house.app)
    assert task(house, reference).state == RUNNING
    return reference


def test_what_came_of_it_is_said_in_the_reader_s_language_with_the_way_to_it(
    lite_house: House, marc: FlaskClient
) -> None:
    def told(done: Task) -> str:
        return f"{done.done} members were added."

    declare(lite_house, result_text=told, result_url=lambda _: "/ch_fund/company/list/")
    reference = start(lite_house, 20)
    run_next(lite_house.app)

    answer = marc.get(f"/tasks/{reference}").get_data(as_text=True)
    assert "20 members were added." in answer
    assert re.search(r'href="/ch_fund/company/list/">\s*Open the result', answer)
    assert "tasks.js" not in answer


def test_failed_work_says_why_and_shows_no_traceback(lite_house: House, marc: FlaskClient) -> None:
    def fail(work: TaskRun) -> None:
        raise KeyError("secret")

    declare(lite_house, fail)
    reference = start(lite_house)
    run_next(lite_house.app)

    found = text(marc, f"/tasks/{reference}")
    assert "Failed" in found
    assert task(lite_house, reference).failure in found
    assert "secret" not in found


def test_the_list_shows_a_person_her_own_work_and_an_administrator_everybody_s(
    lite_house: House, marc: FlaskClient
) -> None:
    own, other = start(lite_house), start(lite_house, person="claire")

    mine, all_of_it = text(marc, "/tasks/"), text(english(lite_house, "claire"), "/tasks/")

    assert own in mine
    assert other not in mine
    assert own in all_of_it
    assert other in all_of_it


def test_whose_work_it_is_not_gets_the_answer_of_what_does_not_exist(house: House) -> None:
    declare(house)
    reference = start(house, person="claire")
    for person in ("marc", "luca", "ruth", "sofie"):
        browser = house.browser(person)
        for path in (f"/tasks/{reference}", "/tasks/AAAA-AAAA"):
            assert browser.get(path).status_code == 404, (person, path)
        foreign = post(browser, f"/tasks/{reference}/stop")
        nowhere = post(browser, "/tasks/AAAA-AAAA/stop")
        assert foreign.status_code == nowhere.status_code == 404
        clean = [re.sub(r'[0-9a-f]{8}\b|value="[\w.-]{60,}"|[A-Z2-9]{4}-[A-Z2-9]{4}', "", a.get_data(as_text=True))
                 for a in (foreign, nowhere)]  # fmt: skip
        assert clean[0] == clean[1]
    assert not task(house, reference).stop_asked


def test_what_is_looked_at_for_all_companies_at_once_cannot_be_stopped(lite_house: House) -> None:
    declare(lite_house)
    reference = start(lite_house, person="petra", company="41002")
    petra = lite_house.browser("petra")
    post(petra, "/me/mandate", {"mandate": "0"})

    assert post(petra, f"/tasks/{reference}/stop").status_code == 403
    assert not task(lite_house, reference).stop_asked


def test_the_way_to_one_s_own_work_is_in_the_menu_of_the_person(marc: FlaskClient) -> None:
    assert 'href="/tasks/"' in marc.get("/").get_data(as_text=True)
