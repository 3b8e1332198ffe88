"""The simulators of the services that the console itself uses, and those of the installed plugins."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from console.hooks.declarations import Simulator, SimulatorServer
from console.hooks.manager import Plugins
from console.testing.simulators.ledger import Ledger
from console.testing.simulators.scenarios import Scenario
from console.testing.simulators.sms import KEY as SMS_KEY
from console.testing.simulators.sms import SmsGateway
from console.testing.simulators.webhooks import WebhookReceiver


def _mail(ledger: Ledger, scenario: Scenario, port: int) -> SimulatorServer:
    from console.testing.simulators.mail import MailServer

    return MailServer("mail", ledger, scenario, port)


def _agency(ledger: Ledger, scenario: Scenario, port: int) -> SimulatorServer:
    from console.testing.simulators.agency import Agency

    return Agency("agency", ledger, scenario, port)


def _soap(ledger: Ledger, scenario: Scenario, port: int) -> SimulatorServer:
    from console.testing.simulators.soap import SoapAgency

    return SoapAgency("soap", ledger, scenario, port)


def _sftp(ledger: Ledger, scenario: Scenario, port: int) -> SimulatorServer:
    from console.testing.simulators.sftp import FileDrop

    return FileDrop("sftp", ledger, scenario, port)


OWN = (
    Simulator(
        key="sms",
        title="Gateway for SMS",
        protocol="POST of JSON with a key and Idempotency-Key, as console/dispatch/sms.py says",
        port=8601,
        make=partial(SmsGateway, "sms"),
        settings={"GUICHET_SMS_URL": "http://127.0.0.1:{port}/sms", "GUICHET_SMS_KEY": SMS_KEY},
    ),
    Simulator(
        key="webhooks",
        title="Receiver of webhooks",
        protocol="POST signed as Standard Webhooks says",
        port=8602,
        make=partial(WebhookReceiver, "webhooks"),
    ),
    Simulator(
        key="agency",
        title="Agency with an HTTP interface",
        protocol="POST of JSON; acknowledgements are asked for, pushed or dropped as files",
        port=8603,
        make=_agency,
    ),
    Simulator(
        key="soap",
        title="Agency with a SOAP interface",
        protocol="SOAP 1.1, document/literal, described at /agency.wsdl",
        port=8604,
        make=_soap,
    ),
    Simulator(
        key="sftp",
        title="Server on which files are dropped",
        protocol="SFTP; a file counts once it has its final name",
        port=8622,
        make=_sftp,
    ),
    Simulator(
        key="mail",
        title="Mail server",
        protocol="SMTP without TLS; e-mails stay in the ledger",
        port=8625,
        make=_mail,
    ),
)
"""Their settings are variables of the environment."""


def every(plugins: Plugins) -> Sequence[Simulator]:
    """Give the console's simulators, then those of the installed plugins in their order."""
    return [*OWN, *(one for plugin in plugins for one in plugin.simulators)]
