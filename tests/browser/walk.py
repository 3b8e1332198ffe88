"""`make axe`: walks all pages of all people of the demonstration in all variants, and prints the counts.

Names of people as arguments limit the walk to them. Follows every link from the start page, one page per route shape; a
link that signs out, ends or downloads something is left alone. Exit code 1 when anything is wrong.
"""

from __future__ import annotations

import re
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from urllib.parse import urldefrag, urlparse

from playwright.sync_api import Page, sync_playwright

from console.cli.demo_people import PEOPLE
from tests.browser.checks import DESKTOP, PHONE, check
from tests.browser.people import ARGUMENTS, People
from tests.browser.server import running
from tests.browser.variants import DEVICES, LANGUAGES, THEMES, Variant
from tests.services import chromium
from tests.services.run import Run

_LEFT_ALONE = re.compile(r"/export|/template|/file$|/logout|/static/|\.(pdf|csv|xlsx|json|po)$")
_AT_ONCE = 2


def main() -> int:
    """Walk, print, and give the exit code."""
    run = Run.begin()
    try:
        program = chromium.find(run)
        with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as address:
            users = sys.argv[1:] or ["stranger", *(person.username for person in PEOPLE)]
            with ProcessPoolExecutor(_AT_ONCE) as pool:
                answers = list(pool.map(walk, users, [address] * len(users), [str(program)] * len(users)))
    finally:
        run.end()
    pages = sum(answer[0] for answer in answers)
    axe, extra = sum(answer[1] for answer in answers), sum(answer[2] for answer in answers)
    print(f"{len(users)} people, {pages} page views, {axe} axe violations, {extra} extra failures")
    return 1 if axe or extra else 0


def walk(user: str, address: str, program: str) -> tuple[int, int, int]:
    """Give the numbers of page views, axe violations and extra failures of one person; prints each."""
    views = axe = extra = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        people = People(browser, address)
        paths: list[str] = []
        for language, theme, device in product(LANGUAGES, THEMES, DEVICES):
            page = people.page(Variant(language, theme, device, user))
            paths = paths or _paths(page, address, "/login/" if user == "stranger" else "/")
            for path in paths:
                size = PHONE if device == "phone" else DESKTOP
                found = check(page, f"{address}{path}", size=size, whole=device == "desktop")
                views += 1
                axe, extra = axe + len(found.axe), extra + len(found.extra)
                for line in found.lines:
                    print(f"{user} {language} {theme} {device} {path}: {line}", flush=True)
        browser.close()
    print(f"{user}: {len(paths)} pages, {axe} axe violations, {extra} extra failures", flush=True)
    return views, axe, extra


def _paths(page: Page, address: str, start: str) -> list[str]:
    """Give one address per route shape that links lead to."""
    todo, shapes, found = [start], set(), []
    while todo:
        path = todo.pop(0)
        if (shape := re.sub(r"/\d+(?=/|$)", "/*", urlparse(path).path)) in shapes:
            continue
        shapes.add(shape)
        page.goto(f"{address}{path}")
        found.append(path)
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            parts = urlparse(urldefrag(link)[0])
            if parts.netloc == urlparse(address).netloc and not _LEFT_ALONE.search(parts.path):
                todo.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


if __name__ == "__main__":
    sys.exit(main())
