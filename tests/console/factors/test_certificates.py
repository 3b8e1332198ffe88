"""Client certificates: believed from the configured proxies alone, recognised by their fingerprint."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from config import settings_from
from console.base import clock
from console.base.errors import BadArgument, ConfigurationError, Conflict
from console.factors import service
from console.factors.settings import CertificateSettings, certificates_from
from tests.support.factors import person
from tests.support.house import House

HEADER, PROXY = "X-Client-Certificate", "10.0.0.5"
NAMED = {"GUICHET_CERTIFICATE_HEADER": HEADER, "GUICHET_CERTIFICATE_PROXIES": f"{PROXY}, 10.1.0.0/28,fd00::5"}
SETTINGS = certificates_from(NAMED, [])
START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def pem(name: str = "Nora Favre", until: datetime = START + timedelta(days=730)) -> str:
    """Give a certificate that its holder signed herself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(until)
        .sign(key, SHA256())
    )
    return made.public_bytes(Encoding.PEM).decode()


NORA = pem()


def read(typed: str, remote_addr: str = PROXY, settings: CertificateSettings = SETTINGS) -> Any:
    return service.certificate_of(settings, {HEADER: typed}, remote_addr)


def test_a_certificate_is_read_from_the_header_of_the_proxy() -> None:
    found = read(quote(NORA))
    expected = x509.load_pem_x509_certificate(NORA.encode())

    assert found.fingerprint == expected.fingerprint(SHA256()).hex()
    assert found.subject == "CN=Nora Favre"
    assert (found.not_before, found.not_after) == (START, START + timedelta(days=730))


@pytest.mark.parametrize("address", ["10.1.0.3", "fd00::5", "::ffff:10.0.0.5"])
def test_networks_and_both_kinds_of_address_are_understood(address: str) -> None:
    assert read(quote(NORA), address) is not None


@pytest.mark.parametrize("address", ["10.0.0.6", "127.0.0.1", "", "unix:", "fd00::6", "10.0.0.5, 10.0.0.6"])
def test_a_header_from_anybody_else_is_not_believed(address: str) -> None:
    assert read(quote(NORA), address) is None


def test_without_settings_no_header_is_believed() -> None:
    assert read(quote(NORA), settings=certificates_from({}, [])) is None


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "(null)",
        "%00%FF",
        quote(NORA[:200]),
        quote(NORA) * 2,
        quote(NORA) + "," + quote(NORA),
        "A" * 40_000,
        quote(NORA.replace("M", "N", 1)),
    ],
)
def test_a_header_that_is_not_exactly_one_certificate_is_none(typed: str) -> None:
    assert read(typed) is None


def test_a_forged_forwarding_header_does_not_make_a_stranger_the_proxy() -> None:
    app = Flask("console")
    app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]

    @app.route("/")
    def seen() -> str:
        found = service.certificate_of(SETTINGS, request.headers, service.peer_of(request.environ))
        return found.subject if found is not None else "nobody"

    def asked(peer: str) -> str:
        headers = {HEADER: quote(NORA), "X-Forwarded-For": PROXY}
        return app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).text

    assert asked("203.0.113.9") == "nobody"
    assert asked(PROXY) == "CN=Nora Favre"


def test_the_certificate_of_a_person_passes_and_no_other(house: House) -> None:
    own, other = read(quote(NORA)), read(quote(pem()))
    with clock.at(NOW), person(house, "nora") as (session, nora), person(house, "marc") as (_, marc):
        held = service.add_certificate(session, nora.id, own, "Card")

        assert (held.kind, held.hint, held.valid_until) == ("certificate", "CN=Nora Favre", own.not_after)
        assert service.check_certificate(session, nora.id, own)
        assert not service.check_certificate(session, nora.id, other)
        assert not service.check_certificate(session, marc.id, own)


def test_a_certificate_that_has_run_out_neither_passes_nor_is_added(lite_house: House) -> None:
    own = read(quote(NORA))
    with person(lite_house, "nora") as (session, nora):
        with clock.at(NOW):
            service.add_certificate(session, nora.id, own, "Card")
        with clock.at(own.not_after + timedelta(seconds=1)):
            assert not service.check_certificate(session, nora.id, own)
            with pytest.raises(BadArgument):
                service.add_certificate(session, nora.id, read(quote(NORA)), "Card")


def test_a_certificate_belongs_to_one_account(lite_house: House) -> None:
    own = read(quote(NORA))
    with (
        clock.at(NOW),
        person(lite_house, "nora") as (session, nora),
        person(lite_house, "marc") as (_, marc),
    ):
        service.add_certificate(session, nora.id, own, "Card")
        with pytest.raises(Conflict):
            service.add_certificate(session, marc.id, own, "Card")


@pytest.mark.parametrize(
    "named",
    [
        {**NAMED, "GUICHET_CERTIFICATE_HEADER": ""},
        {**NAMED, "GUICHET_CERTIFICATE_HEADER": "X_Client"},
        {**NAMED, "GUICHET_CERTIFICATE_HEADER": "X-Client: "},
        {**NAMED, "GUICHET_CERTIFICATE_PROXIES": ""},
        {**NAMED, "GUICHET_CERTIFICATE_PROXIES": "proxy.example"},
        {**NAMED, "GUICHET_CERTIFICATE_PROXIES": "0.0.0.0/0"},
        {**NAMED, "GUICHET_CERTIFICATE_PROXIES": "10.0.0.5/24"},
        {**NAMED, "GUICHET_CERTIFICATE_PROXIES": "::/0"},
    ],
)
def test_settings_that_would_believe_everybody_or_nobody_are_refused(named: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError) as refused:
        settings_from({"GUICHET_ENV": "test", "GUICHET_SECRET_KEY": "x" * 40, **named})

    assert any(fault.startswith("GUICHET_CERTIFICATE_") for fault in refused.value.faults)
