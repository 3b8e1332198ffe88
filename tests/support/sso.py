"""Providers for the tests of single sign-on: one that we did not write, and one of our own that says what it should not."""

from __future__ import annotations

import html
import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from console.accounts import service as people
from console.base import clock, sealing
from console.institutions.sessions import accounts
from console.sso import discovery, service
from console.sso.models import SsoIdentity, SsoProvider
from tests.support.house import House, token_of

CLIENT = "guichet-test"
SECRET = "a secret of the provider"
REFERENCE = "PR4V1DER"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@contextmanager
def foreign_provider(**claims: object) -> Iterator[str]:
    """Run `oidc-provider-mock` in a process of its own and give its issuer; `claims` are of the person `paula`."""
    port = _free_port()
    person = json.dumps({"sub": "paula", **claims})
    command = [sys.executable, "-m", "oidc_provider_mock", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(
        [*command, "-n", "true", "--user-claims", person],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                with_patience(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def with_patience(process: subprocess.Popen[bytes]) -> None:
    """Wait a moment for a process to listen; it must not end."""
    try:
        process.wait(timeout=0.1)
    except subprocess.TimeoutExpired:
        return
    raise AssertionError("the provider ended")


@dataclass
class Crooked:
    """A provider of our own: what it says besides the truth stands in `twist`, for the ID token of the next code."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    signs_with: RSAKey | None = None
    algorithm: str = "RS256"
    twist: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    """Bodies of the calls to the token endpoint."""
    nonce: str = ""

    def token(self, *, typ: str = "JWT", **claims: Any) -> str:
        """Give a signed ID token; a claim that is None is left out."""
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "paula",
            "iat": now,
            "exp": now + 60,
            "nonce": self.nonce,
        }
        said = {name: value for name, value in {**said, **claims}.items() if value is not None}
        key = self.signs_with or self.key
        return jwt.encode(
            {"alg": self.algorithm, "kid": "one", "typ": typ}, said, key, algorithms=[self.algorithm]
        )

    def answers(self, path: str, body: str) -> dict[str, Any] | None:
        """Give the JSON for a call; nothing for an unknown address."""
        if path == discovery.PATH:
            here = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint")}
            return {"issuer": self.issuer, **here, "jwks_uri": f"{self.issuer}/keys", **self.metadata}
        if path == "/keys":
            return {"keys": [self.key.as_dict(private=False)]}
        if path == "/token_endpoint":
            self.asked.append(dict(parse_qsl(body)))
            return {"access_token": "x", "token_type": "Bearer", "id_token": self.token(**self.twist)}
        return None


@contextmanager
def crooked_provider() -> Iterator[Crooked]:
    """Run our own provider on the loopback."""
    provider = Crooked()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str) -> None:
            said = provider.answers(self.path, body)
            self.send_response(200 if said is not None else 404)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def add_provider(
    house: House,
    issuer: str,
    *,
    levels: tuple[str, ...] = (),
    institution: str = "CC Léman",
    reference: str = REFERENCE,
) -> SsoProvider:
    """Put a provider of OpenID Connect into use."""
    key = house.institution(institution)
    with house.app.app_context():
        row = SsoProvider(
            reference=reference, institution_id=key, kind="oidc", name=f"Provider {reference}", issuer=issuer,
            client_id=CLIENT, secret=sealing.seal(house.settings.secret_key, service.PURPOSE, SECRET), levels=list(levels), active=True,
            endpoints=asdict(discovery.discover(issuer, house.settings.outward)),
        )  # fmt: skip
        accounts().add(row)
        accounts().commit()
        return row


def link(
    house: House, username: str, issuer: str, *, subject: str = "paula", reference: str = REFERENCE
) -> None:
    """Link a person to a subject of a provider."""
    with house.app.app_context():
        user = people.find(accounts(), username)
        provider = accounts().query(SsoProvider).filter_by(reference=reference).one()
        assert user is not None
        accounts().add(
            SsoIdentity(
                provider_id=provider.id,
                issuer=issuer,
                subject=subject,
                user_id=user.id,
                linked_at=clock.now(),
            )
        )
        accounts().commit()


def leave(browser: FlaskClient, path: str = f"/sso/{REFERENCE}/login", **form: str) -> str:
    """Press the button of a provider and give the address that the page leads to."""
    page = browser.post(path, data={"csrf_token": _token(browser), **form})
    assert page.status_code == 200, page.get_data(as_text=True)
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.get_data(as_text=True))
    assert found is not None
    return html.unescape(found[1])


def _token(browser: FlaskClient) -> str:
    return token_of(browser, "/me/profile" if is_in(browser) else "/login/")


def at_the_provider(url: str, subject: str = "paula") -> str:
    """Sign in at `oidc-provider-mock` and give the path to which it sends the browser back."""
    request = Request(url, data=urlencode({"sub": subject}).encode(), method="POST")
    try:
        answer: Any = build_opener(_Stay).open(request)
    except Exception as fault:  # urllib takes a redirect that nobody follows for an error.
        answer = fault
    location = answer.headers["Location"]
    answer.close()
    return path_of(location)


def path_of(url: str) -> str:
    """Give an address without its host."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def asked_of(url: str) -> dict[str, str]:
    """Give the arguments of an address, each once."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def is_in(browser: FlaskClient) -> bool:
    """Say whether somebody is signed in."""
    return browser.get("/me/profile").status_code == 200


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
