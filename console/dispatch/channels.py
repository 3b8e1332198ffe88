"""The channels that the console brings, as far as they are set up."""

from __future__ import annotations

from pathlib import Path

from console.dispatch.declarations import Channel
from console.dispatch.mail.channel import MailChannel
from console.dispatch.mail.folder import FolderPost
from console.dispatch.mail.smtp import SmtpPost
from console.dispatch.settings import MailSettings, OutwardSettings, SmsSettings
from console.dispatch.sms import SmsChannel
from console.dispatch.webhook.channel import WebhookChannel


def channels_of(mail: MailSettings, sms: SmsSettings, outward: OutwardSettings, data: Path) -> list[Channel]:
    """Give the channels by which something can leave this installation."""
    found: list[Channel] = []
    if mail.kind == "smtp":
        found.append(MailChannel(SmtpPost(mail, outward.ca_file)))
    elif mail.kind == "file":
        found.append(MailChannel(FolderPost(mail.sender, data / "mails")))
    if sms.url:
        found.append(SmsChannel(sms, outward))
    found.append(WebhookChannel(outward))
    return found
