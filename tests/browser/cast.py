"""Everybody of a scenario, and their windows: the fund's case worker, the companies' people, persons on their phones."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from console.accounts import passwords, terms
from console.accounts import service as people
from console.cli.demo_people import PASSWORD
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.parties.models import Company
from plugins.ch_fund.plugin import register_themes
from tests.support.house import House
from tests.support.scenario import Scenario

WAITS = 8_000
"""Milliseconds until something on a page counts as missing."""
PHONE: Final = {"width": 390, "height": 844}
_LINK, _CODE = re.compile(r"/private/([A-Za-z0-9_-]+)"), re.compile(r"\b(\d{3}) ?(\d{3})\b")


@dataclass
class Post:
    """The e-mails that the running console keeps in a folder."""

    folder: Path
    read: set[Path] = field(default_factory=set)

    def link(self, page: Page, address: str) -> str:
        """Wait for the next e-mail with a link to an address, and give the link's secret."""
        return self._next(page, address, _LINK)

    def code(self, page: Page, address: str) -> str:
        """Wait for the next e-mail with a code to an address, and give the code."""
        return self._next(page, address, _CODE)

    def _next(self, page: Page, address: str, wanted: re.Pattern[str]) -> str:
        for _ in range(WAITS // 50):
            for file in sorted(
                set(self.folder.glob("*.eml")) - self.read, key=lambda one: one.stat().st_mtime
            ):
                letter = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=policy.default)
                if address not in str(letter["To"]):
                    continue
                self.read.add(file)
                body = letter.get_body(("plain",))
                if body is not None and (found := wanted.search(body.get_content())):
                    return "".join(found.groups())
            page.wait_for_timeout(50)
        raise AssertionError(f"no e-mail came for {address}")


@dataclass
class Cast:
    """Opens a window for each of them: signed in on a desktop, or nobody in particular on a phone."""

    browser: Browser
    address: str
    post: Post
    pages: dict[str, Page] = field(default_factory=dict)

    def window(self, username: str) -> Page:
        """Give the window in which somebody is signed in."""
        if username not in self.pages:
            page = self._page({"width": 1280, "height": 900})
            page.goto(f"{self.address}/login/")
            page.fill("#username", username)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url(f"{self.address}/")
            self.pages[username] = page
        return self.pages[username]

    def phone(self, whose: str) -> Page:
        """Give the phone of somebody without an account."""
        return self.pages.setdefault(f"phone {whose}", self._page(PHONE, has_touch=True, is_mobile=True))

    def go(self, page: Page, path: str) -> int:
        """Let a window go to a path; gives the status of the answer."""
        answer = page.goto(f"{self.address}{path}")
        return answer.status if answer is not None else 0

    def close(self) -> None:
        """Close all windows."""
        for page in self.pages.values():
            page.context.close()
        self.pages.clear()

    def _page(self, size: dict[str, int], **more: bool) -> Page:
        context = self.browser.new_context(viewport=size, locale="fr-CH", **more)  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(WAITS)
        return page


def settle_in(house: House, scenario: Scenario) -> dict[str, str]:
    """Make a scenario's companies, its users and a case worker of its own; give the companies' numbers by name."""
    before = sum(map(ord, scenario.title)) * 10
    numbers = {name: f"S{before + n}" for n, name in enumerate(scenario.companies)}
    with house.writing() as session:
        rows = [Company(number=number, name=name, language="fr") for name, number in numbers.items()]
        session.add_all(rows)
        session.flush()
        companies = {row.name: (row.id, row.name) for row in rows}
    institution, hashed = house.institution("CC Léman"), passwords.hash_of(PASSWORD)
    with house.writing() as session:
        in_force = terms.in_force(session, institution)
        assert in_force is not None
        for company in companies.values():
            who = terms.Accepter(1, "Somebody of the company", "fr", "127.0.0.1")
            terms.accept(session, institution, company, in_force.version, who)
    with house.app.test_request_context():
        for user in scenario.users.values():
            role = "company_administrator" if user.is_administrator else "company_user"
            _join(
                username(scenario, user.name), institution, hashed, role, user.themes, companies[user.company]
            )
        _join(username(scenario, "fund"), institution, hashed, "case_worker", all_themes(), None)
        accounts().commit()
    return numbers


def username(scenario: Scenario, name: str) -> str:
    """Give the name with which somebody of a scenario signs in."""
    return f"{name}-{scenario.title}".replace("_", "-")


def all_themes() -> tuple[str, ...]:
    """Give the themes of the fund, with its plugin."""
    return tuple(f"ch_fund.{theme.key}" for theme in register_themes())


def _join(
    name: str,
    institution: int,
    hashed: str,
    role: str,
    themes: tuple[str, ...],
    company: tuple[int, str] | None,
) -> None:
    person = people.Person(name, name.partition("-")[0].title(), "Exemple", f"{name}@guichet.example", "en")
    user = people.create_user(accounts(), person)
    user.password = hashed
    rights = {(one.partition(".")[0], one.partition(".")[2]): Level.SEND for one in themes}
    people.join(accounts(), user, institution, roles=(role,), company=company, rights=rights)
