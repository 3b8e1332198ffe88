"""A document of 200 MB under gunicorn: said at its field, nothing typed is lost, and the memory of the server stays flat."""

from __future__ import annotations

import http.client
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from console.app import create_app
from console.institutions.sessions import db
from console.shell.bodies import MEGABYTE, MOST_READ
from tests.conftest import settings_for
from tests.support.drafts import TRAINING, begin
from tests.support.house import House
from tests.support.server import Server, serving

BOUNDARY = "g-b-7f3a"
BLOCK = b"%PDF-1.7\n" + bytes(MEGABYTE - 9)


@pytest.fixture(scope="module")
def served(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Server, FlaskClient]]:
    """Give a console that is served, and a browser in the same database whose cookie the server knows."""
    folder = tmp_path_factory.mktemp("large")
    shutil.copyfile(sqlite_template, folder / "house.sqlite")
    settings = settings_for(f"sqlite:///{folder / 'house.sqlite'}", folder)
    app = create_app(settings)
    with serving(settings, folder) as server:
        yield server, House(app, settings).browser("luca")
    with app.app_context():
        db.engine.dispose()


def fields(values: Mapping[str, Any]) -> bytes:
    """Give the parts of typed values."""
    parts = [
        (name, one)
        for name, all_of in values.items()
        for one in (all_of if isinstance(all_of, list) else [all_of])
    ]
    return b"".join(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in parts
    )


def posted(
    server: Server, browser: FlaskClient, path: str, before: bytes, megabytes: int, after: bytes = b""
) -> tuple[int, str, str]:
    """Send a form with a document piece by piece; give status, where it leads, and the page."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file-proof"; filename="scan.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    tail = b"\r\n" + after + f"--{BOUNDARY}--\r\n".encode()
    cookie = browser.get_cookie("guichet")
    assert cookie is not None
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest("POST", path)
    for name, value in {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Content-Length": str(len(before) + len(head) + megabytes * MEGABYTE + len(tail)),
        "Cookie": f"guichet={cookie.value}",
        "Accept-Language": "fr",
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(before + head)
    for _ in range(megabytes):
        connection.send(BLOCK)
    connection.send(tail)
    answer = connection.getresponse()
    page = answer.read().decode()
    if new := answer.headers.get("Set-Cookie", "").partition("guichet=")[2].partition(";")[0]:
        browser.set_cookie("guichet", new)
    connection.close()
    return answer.status, answer.headers.get("Location", ""), page


def peak(server: Server) -> float:
    """Give the most memory that a process of the server, known by its data folder, ever held; in megabytes."""
    status = [path for path in Path("/proc").glob("[0-9]*/environ") if _is_of(path, server)]
    found = [(path.parent / "status").read_text().partition("VmHWM:")[2].split()[0] for path in status]
    return max(int(one) for one in found) / 1024


def _is_of(path: Path, server: Server) -> bool:
    try:
        return f"GUICHET_DATA={server.log.parent}".encode() in path.read_bytes()
    except OSError:
        return False


def test_a_document_of_200_mb_is_refused_at_its_field_and_nothing_typed_is_lost(
    served: tuple[Server, FlaskClient],
) -> None:
    server, browser = served
    filling = begin(browser, TRAINING)
    hidden = filling.hidden("training")
    before = fields({**hidden, "do": "upload:proof"})
    after = fields({"f-school": "EPFL"})
    posted(server, browser, filling.url("training"), before, 1, after)
    calm = peak(server)

    status, location, page = posted(server, browser, filling.url("training"), before, 200, after)

    assert status == 303, page
    shown = filling.page("training")
    assert "10" in shown
    assert "scan.pdf" in shown
    assert 'value="EPFL"' in shown
    assert location.partition("#")[2] == "f-proof"
    print("PEAK", calm, peak(server))
    assert peak(server) - calm < 40


def test_a_browser_hears_that_a_page_takes_no_200_mb(served: tuple[Server, FlaskClient]) -> None:
    server, browser = served

    status, _, page = posted(server, browser, "/ch_fund/employee/add", b"", 200)

    assert status == 413
    assert 'class="g-reference"' in page


def test_beyond_all_measure_nothing_is_read(served: tuple[Server, FlaskClient]) -> None:
    server, _browser = served
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {
        "Content-Length": str(MOST_READ + 1),
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    connection.request("POST", "/forms/draft/K7QF-2MXR/training", headers=headers)

    assert connection.getresponse().status == 413
    connection.close()
