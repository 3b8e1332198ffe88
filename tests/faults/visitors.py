"""People who ask for pages, again and again, and what they are shown."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.faults import acts
from tests.faults.grounds import Ground, until
from tests.faults.processes import Part

SORRY = ("The database does not answer at the moment.", "La base de données ne répond pas pour le moment.")
"""In the language of the browser, or in the person's own when the database went away after it was read."""


@dataclass
class Visitor:
    """Somebody who is signed in and asks for one page after the other."""

    port: int
    cookie: str
    path: str
    shown: Counter[str] = field(default_factory=Counter)
    """How often each: the status, `sorry` for the page that says so, `nobody` where nothing answered."""
    strange: list[str] = field(default_factory=list)
    """Status and title of pages that nobody should be shown."""
    _ends: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> str:
        """Ask once; give what was shown."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", self.path, headers={"Cookie": self.cookie, "Accept-Language": "en"})
            answer = connection.getresponse()
            page = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return "nobody"
        finally:
            connection.close()
        if answer.status == 503 and any(text in page for text in SORRY):
            return "sorry"
        if answer.status != 200:
            title = page.partition("<title>")[2].partition("</title>")[0]
            self.strange.append(f"{answer.status} {answer.getheader('Location', '')} {title}")
        return str(answer.status)

    def go_on(self) -> None:
        """Ask until told to end."""
        while not self._ends.is_set():
            self.shown[self.ask()] += 1
            time.sleep(0.05)

    def end(self) -> None:
        """Ask no more."""
        self._ends.set()


@contextmanager
def visiting(made: Ground, username: str, path: str, number: int = 2) -> Iterator[Visitor]:
    """Serve the ground with gunicorn and let somebody ask for a page from several threads."""
    _, port = served(made)
    one = visitor(made, port, username, path)
    threads = [threading.Thread(target=one.go_on, daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield one
    finally:
        one.end()
        for thread in threads:
            thread.join()


def served(made: Ground) -> tuple[Part, int]:
    """Serve the ground with gunicorn; give its process, and the port once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    server = made.start(acts.serve, port)
    until(lambda: _listens(port))
    return server, port


def visitor(made: Ground, port: int, username: str, path: str) -> Visitor:
    """Sign somebody in, and see that she is shown the page."""
    one = Visitor(port, made.start(acts.sign_in, username).heard(), path)
    if one.ask() != "200":
        raise RuntimeError(f"{path}: {one.strange}")
    return one


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
