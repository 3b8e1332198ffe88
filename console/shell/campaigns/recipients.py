"""Where the recipients of a campaign come from: a sheet that a person brings, or a list that a plugin draws up."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import current_app, g
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import LANGUAGES
from console.base.errors import Conflict
from console.base.sheets import N_, Phrase, Sheet
from console.campaigns import sheet as sheets
from console.campaigns.companies import companies_named
from console.campaigns.doubles import first_of_same
from console.campaigns.service import Campaign, Recipient
from console.campaigns.sheet import Line, LineFault, Read, SheetReader
from console.forms import service as forms
from console.forms.canonical import to_raw
from console.forms.revisions import Revision
from console.hooks.declarations import CampaignList, CampaignRow
from console.hooks.manager import Plugins
from console.institutions.sessions import db, hook_savepoint
from console.languages.speaking import speaking
from console.parties.models import Company
from console.shell import words
from console.shell.forms import current

log = logging.getLogger("guichet.campaigns")


@dataclass(frozen=True)
class Offer:
    """A list that a plugin offers."""

    plugin: str
    list: CampaignList

    @property
    def key(self) -> str:
        """Give its value in a list of choices."""
        return f"{self.plugin}.{self.list.key}"


def revision_of(session: Session, campaign: Campaign) -> Revision | None:
    """Give the form that a campaign asks for, as it was when the campaign was made."""
    return forms.revision_of(session, campaign.revision_id) if campaign.revision_id else None


def reader_for(revision: Revision | None) -> SheetReader:
    """Give what reads the sheets of a campaign, in the reader's figures and every language's titles."""
    titles: dict[str, list[str]] = {key: [] for key in sheets.OWN}
    for language in LANGUAGES:
        with speaking(words.in_language(language)):
            for key, title in sheets.OWN.items():
                titles[key].append(str(Phrase(title)))
    return SheetReader(g.style, titles, revision, current.registry().rules)


def recipients_in(session: Session, reader: SheetReader, sheet: Sheet) -> tuple[list[Recipient], Read]:
    """Give the recipients that a sheet names, and what is wrong in it, unknown companies and doubled rows too."""
    read = reader.read(sheet)
    named = companies_named(session, (line.named for line in read.lines))
    found: list[Recipient] = []
    faults = list(read.faults)
    for line in read.lines:
        keys = named[line.named]
        if len(keys) == 1:
            found.append(replace(line.recipient, recipient_id=keys[0]))
        else:
            faults.append(_no_company(reader, line, len(keys)))
    faults += _doubled(reader.revision, found)
    if len(found) > sheets.MOST:
        text = N_("One campaign has at most %(most)s requests. Divide the sheet.")
        faults.insert(0, LineFault(found[sheets.MOST].row, "", "", Phrase(text, {"most": sheets.MOST})))
    return found, replace(read, faults=sorted(faults, key=lambda one: one.row))


def offers(campaign: Campaign) -> list[Offer]:
    """Give the lists that the plugin of a campaign's theme offers for its form."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    owner = campaign.theme.partition(".")[0]
    answers = plugins.ask("campaign_lists", {owner}, around=hook_savepoint)
    return [
        Offer(answer.plugin, one) for answer in answers for one in answer.values if one.form == campaign.type
    ]


def recipients_of(offer: Offer, month: date, revision: Revision) -> list[Recipient]:
    """Let a plugin draw up its list for a month; raises `Conflict` when it fails."""
    try:
        with hook_savepoint(offer.plugin):
            rows = list(offer.list.rows(month))
    except Exception:
        log.exception("list %s of plugin %s failed", offer.list.key, offer.plugin)
        raise Conflict(_("This list cannot be drawn up at the moment. Bring a sheet instead.")) from None
    known = set(_known(db.session(), rows))
    tongue = current.tongue(revision)
    return [
        Recipient(
            row.company,
            row.person[: sheets.LONGEST[sheets.PERSON]],
            row.person_number[: sheets.LONGEST[sheets.NUMBER]],
            row.about[: sheets.LONGEST[sheets.ABOUT]],
            to_raw(revision.form, row.values, tongue),
        )
        for row in rows
        if row.company in known
    ]


def _known(session: Session, rows: Sequence[CampaignRow]) -> Iterator[int]:
    """Give which of the companies are the institution's own: whatever a plugin says, others are asked nothing."""
    keys = sorted({row.company for row in rows})
    for start in range(0, len(keys), 400):
        yield from session.scalars(select(Company.id).where(Company.id.in_(keys[start : start + 400])))


def _no_company(reader: SheetReader, line: Line, count: int) -> LineFault:
    text = (
        N_("Several companies have this number. Type the company’s own number.")
        if count
        else N_("No company has this number. Correct it.")
    )
    return LineFault(line.row, reader.column_of(sheets.COMPANY), line.named, Phrase(text))


def _doubled(revision: Revision | None, found: Sequence[Recipient]) -> Iterable[LineFault]:
    text = N_("This row asks the same as row %(row)s. Keep one of them.")
    for position, earlier in first_of_same(revision.form if revision else None, found).items():
        one = found[position]
        yield LineFault(one.row, "", one.person, Phrase(text, {"row": found[earlier].row}))
