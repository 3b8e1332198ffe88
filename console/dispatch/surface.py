"""What a plugin imports as `dispatch`: channels to agencies, what it sends by them, what is answered."""

from __future__ import annotations

from console.dispatch.acknowledging import Acknowledged
from console.dispatch.declarations import (
    Arrival,
    Channel,
    Delivered,
    Envelope,
    Exchange,
    Fetched,
    Later,
    Letter,
    MailTemplate,
    Misconfigured,
    Outcome,
    Pace,
    Polled,
    Rejected,
)
from console.dispatch.enclosures import Enclosed, enclosed
from console.dispatch.http.calls import NOBODY, ApiKey, Auth, Basic, Bearer, Call, Certificate, json_call
from console.dispatch.http.channel import HttpChannel
from console.dispatch.http.reading import Strange, json_of
from console.dispatch.inbound.uses import reading
from console.dispatch.outward import Answer, NotTrusted, Refused, Unreachable
from console.dispatch.service import enqueue, has_channel, withdraw
from console.dispatch.sftp.channel import OurFile, SftpChannel
from console.dispatch.sftp.places import SftpPlace
from console.dispatch.soap.channel import Ask, SoapChannel, SoapFault
from console.dispatch.soap.signing import Signing
from console.dispatch.trust import Identity
from console.dispatch.webhook.service import tell
from console.dispatch.webhook.signatures import Forged, Verified, verify
from console.institutions.settings import opened as settings_of

__all__ = [
    "NOBODY",
    "Acknowledged",
    "Answer",
    "ApiKey",
    "Arrival",
    "Ask",
    "Auth",
    "Basic",
    "Bearer",
    "Call",
    "Certificate",
    "Channel",
    "Delivered",
    "Enclosed",
    "Envelope",
    "Exchange",
    "Fetched",
    "Forged",
    "HttpChannel",
    "Identity",
    "Later",
    "Letter",
    "MailTemplate",
    "Misconfigured",
    "NotTrusted",
    "OurFile",
    "Outcome",
    "Pace",
    "Polled",
    "Refused",
    "Rejected",
    "SftpChannel",
    "SftpPlace",
    "Signing",
    "SoapChannel",
    "SoapFault",
    "Strange",
    "Unreachable",
    "Verified",
    "enclosed",
    "enqueue",
    "has_channel",
    "json_call",
    "json_of",
    "reading",
    "settings_of",
    "tell",
    "verify",
    "withdraw",
]
