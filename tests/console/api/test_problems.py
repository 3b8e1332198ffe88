"""Whatever goes wrong below the version is a problem in JSON, never a page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.api import System, key_for
from tests.support.house import House


def is_problem(answer: Any, status: int) -> bool:
    told = answer.status_code == status == answer.json["status"]
    return told and answer.mimetype == "application/problem+json" and "<" not in answer.get_data(as_text=True)


@pytest.fixture
def system(lite_house: House) -> System:
    return System(lite_house, key_for(lite_house))


def test_an_unknown_address_and_another_method_are_problems(system: System) -> None:
    wrong = system.post("/dossiers", {})

    assert is_problem(system.get("/nothing"), 404)
    assert is_problem(system.get(""), 404)
    assert is_problem(wrong, 405)
    assert set(wrong.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_who_takes_only_pages_is_told_what_there_is(system: System) -> None:
    assert is_problem(system.get("/messages", Accept="text/html"), 406)
    assert system.get("/messages", Accept="text/html, application/json;q=0.1").status_code == 200
    assert system.get("/messages", Accept="*/*").status_code == 200


def test_a_body_of_another_media_type_is_refused(system: System) -> None:
    bearer = {"Authorization": f"Bearer {system.key}", "Idempotency-Key": "abc"}

    for sent in ("text/xml", "application/x-www-form-urlencoded", ""):
        answer = system.house.stranger().post(
            "/api/v1/forms/ch_fund.general_question/check", data=b"{}", headers=bearer, content_type=sent
        )
        assert is_problem(answer, 415), sent


def test_too_large_a_body_is_refused_before_it_is_looked_at(system: System) -> None:
    bearer = {"Authorization": f"Bearer {system.key}", "Idempotency-Key": "abc"}

    answer = system.house.stranger().post(
        "/api/v1/documents?name=a.pdf",
        data=b"x" * (20 * 1024 * 1024 + 1),
        headers=bearer,
        content_type="application/octet-stream",
    )

    assert is_problem(answer, 413)


def test_a_foreign_host_gets_a_problem_too(system: System) -> None:
    answer = system.house.stranger().get("/api/v1/messages", base_url="https://elsewhere.example")

    assert is_problem(answer, 400)


def test_what_fails_here_is_a_problem_without_a_word_of_the_code(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.api.dossiers import views

    def fail(*_arguments: Any) -> None:
        raise RuntimeError("a secret of the code")

    monkeypatch.setattr(views, "_dossiers", fail)
    answer = system.get("/dossiers")

    assert is_problem(answer, 500)
    assert "secret" not in answer.get_data(as_text=True)


def test_every_answer_to_a_key_says_what_is_left_of_its_minute(system: System) -> None:
    for answer in (
        system.get("/messages"),
        system.get("/messages/AAAA-AAAA"),
        system.get("/messages?size=0"),
    ):
        assert answer.headers["RateLimit"].startswith('"key";r=')
        assert answer.headers["RateLimit-Policy"] == '"key";q=6000;w=60'


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"subject": "a\0b"}, "subject"),
        ({"subject": "\ud800"}, "subject"),
        ({"subject": [{"name": "fine"}, {"name": "\udfff"}]}, "subject.1.name"),
        ({"\ud800": 1}, ""),
    ],
)
def test_text_that_no_database_keeps_is_refused_at_its_place(
    system: System, values: dict[str, Any], place: str
) -> None:
    answer = system.post("/forms/ch_fund.general_question/check", values)

    assert is_problem(answer, 422)
    assert "cannot be stored" in answer.json["detail"]
    assert [one["place"] for one in answer.json["faults"]] == [place]


def test_deep_bodies_are_refused_or_answered_and_never_fail(system: System) -> None:
    for depth in (100, 500, 900, 990, 1000, 10_000, 100_000):
        for opened, closed in ("[]", ('{"a":', "}")):
            body = f'{{"subject": {opened * depth}{"1" if opened != "[" else ""}{closed * depth}}}'
            answer = system.house.stranger().post(
                "/api/v1/forms/ch_fund.general_question/check",
                data=body,
                headers={"Authorization": f"Bearer {system.key}"},
                content_type="application/json",
            )
            assert answer.status_code < 500, depth
