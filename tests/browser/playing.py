"""Plays a scenario through the web pages: each act where somebody would do it, and what everybody reads afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import Locator, Page

from tests.browser.cast import Cast, username
from tests.browser.filling import Entries, fill_half, form_of, invented, press, send_all
from tests.support.scenario import FOLDERS, FUND, OWN_TYPES, PERSON, Scenario, Step

LEA: Final = "756.1234.5678.97"
_REFERENCE = re.compile(r"/(?:mailbox/message|delegation)/([A-Z0-9-]+)")


def main(page: Page) -> Locator:
    """Give the content of a page, without the frame around it."""
    return page.get_by_role("main")


@dataclass
class Piece:
    """A message of the scenario: its reference once it has one, and what was typed into it."""

    type: str
    entries: Entries
    reference: str = ""
    subject: str = ""
    number: str = LEA
    token: str = ""
    email: str = ""
    is_in: bool = False
    """The person stands behind her door."""


@dataclass
class Play:
    """A scenario that is being played."""

    scenario: Scenario
    cast: Cast
    numbers: Mapping[str, str]
    """The companies' member numbers by their names."""
    pieces: dict[str, Piece] = field(default_factory=dict)

    def all(self) -> None:
        """Play it to its end; what does not work is told with its sentence."""
        for sentence, steps in self.scenario.steps:
            for step in steps:
                try:
                    self.do(step)
                except Exception as fault:
                    shown = "\n".join(page.inner_text("main") for page in self.cast.pages.values())
                    fault.add_note(f"in the step {sentence!r}; the windows show:\n{shown}")
                    raise

    def do(self, step: Step) -> None:
        """Do one act."""
        acts = {FUND: _FUND, PERSON: _PERSON}.get(step.who, _USER)
        if step.who == PERSON:
            acts[step.act](self, self.cast.phone(step.name), step)
        else:
            acts[step.act](self, self.cast.window(username(self.scenario, step.who)), step)

    def message(self, page: Page, step: Step) -> Piece:
        """Open the page of a message in a window."""
        piece = self.pieces[step.name]
        status = self.cast.go(page, f"/mailbox/message/{piece.reference}")
        assert status == 200, f"{status} for {step.who} at {step.name}"
        return piece

    def keep_reference(self, page: Page, piece: Piece) -> None:
        """Note which message a page shows."""
        found = _REFERENCE.search(page.url)
        assert found is not None, f"no message at {page.url}\n{page.inner_text('main')[:1500]}"
        piece.reference = found[1]

    def counted(self, page: Page) -> dict[str, int]:
        """Give the numbers of the folders in the navigation of a page that is open."""
        found = dict.fromkeys(FOLDERS, 0)
        for folder in FOLDERS:
            count = page.locator(f".g-side a[href='/mailbox/{folder}'] .g-count")
            found[folder] = int(count.inner_text()) if count.count() else 0
        return found

    def listed(self, page: Page, folder: str) -> list[str]:
        """Give the references in a folder, through all its pages; none where there is no such folder."""
        found: list[str] = []
        status = self.cast.go(page, f"/mailbox/{folder}")
        if status in (403, 404):
            return found
        assert status == 200, page.inner_text("main")
        while True:
            links = page.locator(".g-mail a.g-row-link")
            found += [
                str(one).rpartition("/")[2] for one in links.evaluate_all("all => all.map(a => a.href)")
            ]
            older = page.locator("a[rel=next]")
            if not older.count():
                return found
            press(page, older)


def _ask(play: Play, page: Page, step: Step) -> None:
    piece = play.pieces[step.name] = Piece(
        step.type, invented("query" if step.type == "notice" else step.type)
    )
    piece.subject = f"{step.name} of the scenario"
    play.cast.go(page, "/desk/new")
    main(page).get_by_label("Company", exact=True).fill(play.numbers[step.company])
    main(page).get_by_label("Theme").select_option(step.theme)
    main(page).get_by_label("Type").select_option(step.type)
    main(page).get_by_label("Subject").fill(piece.subject)
    main(page).get_by_label("Text to the company").fill(f"What {step.name} is about.")
    if step.type not in OWN_TYPES and form_of(step.type).delegable:
        main(page).get_by_label("Name of the person").fill("Lea Exemple")
        main(page).get_by_label("Official number of the person").fill(piece.number)
        main(page).get_by_label("The company may hand it on").check()
    press(page, main(page).get_by_role("button", name="Send"))
    play.keep_reference(page, piece)


def _question(play: Play, page: Page, step: Step) -> None:
    about = play.pieces[step.about]
    piece = play.pieces[step.name] = Piece("query", invented("query"), subject=f"{step.name} of the scenario")
    play.cast.go(page, f"/mailbox/message/{about.reference}")
    press(page, main(page).get_by_role("link", name="Ask a question"))
    main(page).get_by_label("Subject").fill(piece.subject)
    main(page).get_by_label("Question", exact=True).fill(f"What {step.name} asks.")
    press(page, main(page).get_by_role("button", name="Send the question"))
    press(page, main(page).get_by_role("link", name=piece.subject))
    play.keep_reference(page, piece)


def _take(play: Play, page: Page, step: Step) -> None:
    play.message(page, step)
    press(page, main(page).get_by_role("button", name="Take in hand"))


def _settle(play: Play, page: Page, step: Step) -> None:
    play.message(page, step)
    press(page, main(page).get_by_role("link", name="Refuse or settle otherwise"))
    main(page).get_by_label("Refused" if step.act == "refuse" else "Accepted").check()
    main(page).get_by_label("Text to the company").fill(f"About {step.name}.")
    press(page, main(page).get_by_role("button", name="Settle", exact=True))


def _reopen(play: Play, page: Page, step: Step) -> None:
    play.message(page, step)
    press(page, main(page).get_by_role("link", name="Reopen"))
    main(page).get_by_label("Reason").fill("Something came to light.")
    press(page, main(page).get_by_role("button", name="Reopen"))


def _withdraw_request(play: Play, page: Page, step: Step) -> None:
    play.message(page, step)
    press(page, main(page).get_by_role("link", name="Withdraw request"))
    press(page, main(page).get_by_role("button", name="Withdraw"))


def _create(play: Play, page: Page, step: Step) -> None:
    play.pieces[step.name] = Piece(step.type, invented(step.type))
    play.cast.go(page, "/forms/")
    press(page, f"form[action$='/{step.type}/new'] button")


def _open(play: Play, page: Page, step: Step) -> None:
    if "/forms/draft/" not in page.url or play.pieces[step.name].reference:
        play.message(page, step)


def _begun(play: Play, page: Page, step: Step) -> Piece:
    """Come to the visitor's working copy, where she is not there yet."""
    if not (piece := play.pieces[step.name]).reference:
        return piece
    play.message(page, step)
    press(page, "main form[action$='/answer'] button")
    return piece


def _save(play: Play, page: Page, step: Step) -> None:
    piece = _begun(play, page, step)
    fill_half(page, piece.entries)
    play.keep_reference(page, piece)


def _send(play: Play, page: Page, step: Step) -> None:
    piece = _begun(play, page, step)
    send_all(page, piece.entries)
    play.keep_reference(page, piece)


def _delegate(play: Play, page: Page, step: Step) -> None:
    piece = play.message(page, step)
    press(page, main(page).get_by_role("link", name="Delegate", exact=True))
    main(page).get_by_label("Name of the person").fill("Aline Exemple")
    main(page).get_by_label("E-mail of the person").fill(step.email)
    main(page).get_by_label("The person agreed").check()
    press(page, main(page).get_by_role("button", name="Delegate"))
    piece.email, piece.token, piece.is_in = step.email, play.cast.post.link(page, step.email), False


def _withdraw(play: Play, page: Page, step: Step) -> None:
    play.message(page, step)
    if (whole := main(page).get_by_role("link", name="See to the delegation")).count():
        press(page, whole)
        press(page, main(page).get_by_role("link", name="Withdraw"))
    else:
        press(page, main(page).get_by_role("link", name="Withdraw the delegation"))
    press(page, main(page).get_by_role("button", name="Withdraw"))


def _recall(play: Play, page: Page, step: Step) -> None:
    play.message(page, step)
    press(page, main(page).get_by_role("link", name="Recall"))
    press(page, main(page).get_by_role("button", name="Recall"))


def _delete(play: Play, page: Page, step: Step) -> None:
    play.message(page, step)
    press(page, main(page).get_by_role("link", name=re.compile("^(Delete draft|Throw the answer away)$")))
    press(page, main(page).get_by_role("button", name=re.compile("^(Delete|Throw away)$")))


def _come_in(play: Play, page: Page, step: Step) -> Piece:
    """Let the person show who she is: the code from her e-mail, and the official number."""
    piece = play.pieces[step.name]
    play.cast.go(page, f"/private/{piece.token}/start" if piece.is_in else f"/private/{piece.token}")
    if not piece.is_in:
        press(page, ".g-door-main button[value=code]")
        page.fill("#code", play.cast.post.code(page, piece.email))
        page.fill("#number", piece.number)
        press(page, ".g-door-main button[value=open]")
        piece.is_in = True
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), page.url
    return piece


def _person_save(play: Play, page: Page, step: Step) -> None:
    piece = _come_in(play, page, step)
    fill_half(page, piece.entries)
    piece.is_in = False  # leaving ends her visit


def _person_send(play: Play, page: Page, step: Step) -> None:
    piece = _come_in(play, page, step)
    send_all(page, piece.entries)


def _person_recall(play: Play, page: Page, step: Step) -> None:
    _come_in(play, page, step)
    press(page, page.locator("main a[href$='/recall']"))
    press(page, "main form button.btn >> nth=0")


_Acts = Mapping[str, Callable[[Play, Page, Step], object]]
_FUND: _Acts = {
    "ask": _ask,
    "question": _question,
    "take": _take,
    "settle": _settle,
    "refuse": _settle,
    "reopen": _reopen,
    "withdraw request": _withdraw_request,
}
_USER: _Acts = {
    "create": _create,
    "open": _open,
    "save": _save,
    "send": _send,
    "delegate": _delegate,
    "withdraw": _withdraw,
    "recall": _recall,
    "delete": _delete,
}
_PERSON: _Acts = {"open": _come_in, "save": _person_save, "send": _person_send, "recall": _person_recall}
