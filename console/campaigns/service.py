"""Public functions of campaigns: the only writer of their tables.

Words: a *campaign* asks many companies for the same, at the request of one person of the institution's staff; a *line*
is one request of it, a *recipient* what a line is made of, a *list* the recipients that a plugin draws up for a month.
A *double* is a line that asks what lies in the company's inbox already; it is left out unless she wants it.

A campaign is planned, gets its recipients, is looked at, and is then *let go*: only that sends. Functions take the
scoped session and never commit.
"""

from console.campaigns.doubles import Lying, OpenRequest, Recipient
from console.campaigns.models import Campaign, CampaignLine
from console.campaigns.planning import (
    SEND,
    WITHDRAW,
    Plan,
    address,
    campaign_of,
    drop,
    go_on,
    include_doubles,
    is_idle,
    may_ask,
    plan,
    start,
    withdraw,
)

__all__ = [
    "SEND",
    "WITHDRAW",
    "Campaign",
    "CampaignLine",
    "Lying",
    "OpenRequest",
    "Plan",
    "Recipient",
    "address",
    "campaign_of",
    "drop",
    "go_on",
    "include_doubles",
    "is_idle",
    "may_ask",
    "plan",
    "start",
    "withdraw",
]
