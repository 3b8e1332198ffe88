"""Every answer carries the headers that keep a browser from being used against its owner."""

from __future__ import annotations

import pytest

from tests.support.house import House

PATHS = [
    "/",
    "/login/",
    "/nowhere",
    "/healthz",
    "/ch_fund/employee/list/",
    "/static/guichet/tokens.css",
    "/ch_fund/employee/export/csv",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_answer_goes_without_them(standing_house: House, path: str) -> None:
    for browser in (standing_house.stranger(), standing_house.browser("claire")):
        with browser.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert ("no-store" in headers.get("Cache-Control", "")) == ("/static/" not in path)


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(standing_house: House) -> None:
    cookie = standing_house.stranger().get("/login/").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
