"""Somebody who attaches documents to a form and prints it, while the server is killed."""

from __future__ import annotations

import http.client
import os
import secrets
import time
from collections import Counter
from io import BytesIO
from multiprocessing.connection import Connection

from pypdf.generic import TextStringObject
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from config import settings_from
from console.app import create_app
from tests.support.drafts import TRAINING, Filling, begin
from tests.support.house import House
from tests.support.papers import pdf_with

PIECE = 65_536
"""Bytes that go at a time."""
SIZE = 500_000


def attach_and_print(line: Connection, port: int, rounds: int) -> None:
    """Attach a document, or print the form, in turn; says before each what comes, and at last what came of all."""
    settings = settings_from(os.environ)
    filling = begin(House(create_app(settings), settings).browser("luca"), TRAINING)
    results: Counter[str] = Counter()
    for number in range(rounds):
        what = "pdf" if number % 2 else "upload"
        body, kind = _form(filling) if what == "upload" else (b"", "")
        _wait(filling, port)
        line.send(what)
        path = filling.url("training") if body else f"/forms/blank/{TRAINING}.pdf"
        results[f"{what} {_asked(filling, port, path, body, kind)}"] += 1
    line.send(dict(results))


def _form(filling: Filling) -> tuple[bytes, str]:
    """Give the body of the form with a document, and its type."""
    document = pdf_with(Filling=TextStringObject(secrets.token_hex(SIZE // 2)))
    hidden = [(name, value) for name, all_of in filling.hidden("training").items() for value in all_of]
    file = FileStorage(BytesIO(document), "scan.pdf", content_type="application/pdf")
    boundary, body = encode_multipart(MultiDict([*hidden, ("do", "upload:proof"), ("file-proof", file)]))
    return body, f"multipart/form-data; boundary={boundary}"


def _asked(filling: Filling, port: int, path: str, body: bytes, kind: str) -> str:
    """Ask as a slow line does; give the status, or `broken`."""
    cookie = filling.browser.get_cookie("guichet")
    assert cookie is not None
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.putrequest("POST" if body else "GET", path)
        connection.putheader("Cookie", f"guichet={cookie.value}")
        if body:
            connection.putheader("Content-Type", kind)
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        for start in range(0, len(body), PIECE):
            connection.send(body[start : start + PIECE])
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return "broken"
    finally:
        connection.close()
    return str(answer.status)


def _wait(filling: Filling, port: int) -> None:
    """Wait until a worker shows the page again, so that what is killed next is not its start."""
    while _asked(filling, port, filling.url("training"), b"", "") != "200":
        time.sleep(0.05)
