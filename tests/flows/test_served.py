"""The console under gunicorn: what its server would refuse by itself, and what its log says."""

from __future__ import annotations

import http.client
import io
import json
import logging
import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.app import create_app
from console.institutions.sessions import db
from console.shell.logs import Lines
from tests.conftest import settings_for
from tests.support.house import House
from tests.support.server import Server, serving

REFERENCE = re.compile(r'<code class="g-reference">(\w+)</code>')


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a console that logs JSON."""
    folder = tmp_path_factory.mktemp("served")
    shutil.copyfile(sqlite_template, folder / "house.sqlite")
    settings = settings_for(f"sqlite:///{folder / 'house.sqlite'}", folder)
    with serving(settings, folder, GUICHET_LOG_FORMAT="json") as running:
        yield running


def asked(server: Server, path: str, **headers: str) -> tuple[int, str]:
    """Ask the server and give status and page."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, page


def lines(log: Path) -> list[dict[str, object]]:
    """Give the lines of a log that are JSON."""
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def test_a_header_of_ten_kilobytes_gets_a_page_of_the_console(server: Server) -> None:
    status, page = asked(server, "/login/", **{"X-Long": "x" * 10_240, "Accept-Language": "nl"})

    assert status == 431
    assert '<html lang="nl"' in page
    assert REFERENCE.search(page)


def test_a_cookie_of_ten_kilobytes_gets_a_page_of_the_console(server: Server) -> None:
    status, page = asked(server, "/", Cookie=f"guichet={'x' * 10_240}")

    assert status == 431
    assert REFERENCE.search(page)


def test_an_address_of_six_kilobytes_gets_a_page_of_the_console(server: Server) -> None:
    status, page = asked(server, f"/login/?next={'x' * 6_000}")

    assert status == 414
    assert REFERENCE.search(page)


def test_each_request_is_one_line_of_json_under_the_reference_that_its_page_shows(server: Server) -> None:
    _, page = asked(server, "/nowhere")

    found = REFERENCE.search(page)
    assert found is not None
    (line,) = [one for one in lines(server.log) if str(one.get("request", "")).startswith(found[1])]
    assert (line["message"], line["status"], line["level"]) == ("GET /nowhere", 404, "info")
    assert {"at", "logger", "ms"} <= line.keys()


def test_the_log_of_a_fault_is_found_by_the_reference_on_its_page(
    sqlite_template: Path, tmp_path: Path
) -> None:
    shutil.copyfile(sqlite_template, tmp_path / "house.sqlite")
    settings = settings_for(f"sqlite:///{tmp_path / 'house.sqlite'}", tmp_path)
    app = create_app(settings)
    app.add_url_rule("/broken", "broken", lambda: {}["secret of the house"])
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Lines("json"))
    logging.getLogger().addHandler(handler)
    try:
        answer = House(app, settings).browser("marc").get("/broken")
    finally:
        logging.getLogger().removeHandler(handler)
        with app.app_context():
            db.engine.dispose()

    page = answer.get_data(as_text=True)
    found = REFERENCE.search(page)
    assert found is not None
    (line,) = [json.loads(one) for one in said.getvalue().splitlines()]
    assert line["request"].startswith(found[1])
    assert "secret of the house" in line["trace"]
    assert {"user", "institution"} <= line.keys()
    assert answer.status_code == 500
    assert "secret of the house" not in page
    assert "Traceback" not in page


def test_a_request_of_two_lengths_is_refused_and_nothing_of_it_is_taken_for_another(server: Server) -> None:
    smuggled = b"GET /nowhere-at-all HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    head = b"POST /login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for lengths in (
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        b"Content-Length: 4\r\nContent-Length: 60\r\n",
        b"Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n",
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
            connection.sendall(head + lengths + b"\r\n0\r\n\r\n" + smuggled)
            answer = http.client.HTTPResponse(connection)
            answer.begin()
            answer.read()
        assert answer.status in (400, 501), lengths
    assert "nowhere-at-all" not in server.log.read_text()
