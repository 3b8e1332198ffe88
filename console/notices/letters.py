"""E-mails that a part of the console writes to the people of a company in its own words: at once, and recorded.

Unlike a notice such an e-mail is an act of somebody's, so that its readers do not choose whether they get it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from console.base.errors import BadArgument
from console.dispatch import service as outbox
from console.dispatch.declarations import MailTemplate
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import Word, mail
from console.notices.readers import holders, with_right


@dataclass(frozen=True)
class Letter:
    """What is written to a company. Its words are those of any e-mail: theme, link and day, nothing about a person."""

    template: MailTemplate
    company: int
    theme: str
    """With its plugin: `fr_dsn.declarations`. Only who has a right in it is written to."""
    link: str
    """The whole address of the page where it is read, after signing in."""
    key: str
    """Unique in the institution; the same letter enqueued again is the first one."""
    day: date | None = None
    subject: str = ""
    """What it is about, as the journal names it."""
    subject_id: str = ""
    users: Collection[int] | None = None
    """Who alone may read it there; `None`: everybody with a right in the theme."""
    or_with: tuple[str, str] | None = None
    """Act and view of a right whose holders read it too: `("can_manage", "fr_dsn.establishment")`."""


def write_to_company(session: Session, letter: Letter) -> int:
    """Put an e-mail to each reader into the outbox, in her language; give to how many people it goes.

    None means that nobody of the company may read it, has an address, or that no e-mails leave this console.
    """
    if not outbox.has_channel(EMAIL):
        return 0
    held = holders(session, {letter.company}).get((letter.company, letter.theme), [])
    if letter.users is not None:
        heads = with_right(session, {letter.company}, *letter.or_with) if letter.or_with else {}
        known = {reader.membership for reader in heads.get(letter.company, ())}
        held = [reader for reader in held if reader.user in letter.users or reader.membership in known]
    words: dict[str, Word] = {"theme": letter.theme, "link": letter.link}
    if letter.day is not None:
        words["day"] = letter.day
    written = 0
    for reader in {one.user: one for one in held}.values():
        try:
            envelope = mail(
                letter.template,
                reader.email,
                reader.language,
                words,
                key=f"{letter.key}.{reader.user}",
                subject=letter.subject,
                subject_id=letter.subject_id,
            )
        except BadArgument:
            # An account without a usable address: whoever writes is told how many were reached.
            continue
        outbox.enqueue(session, envelope)
        written += 1
    return written
