"""What must be true of every page in the browser: axe-core's rules, and what axe cannot see.

Beyond axe: no sideways scroll at 320 px (WCAG 1.4.10), at 200 % zoom (1.4.4) and with wide text spacing (1.4.12); every
tab stop changes its look and is not covered (2.4.7, 2.4.11); the first one skips to the content (2.4.1); no error in the
browser's console, no request that leaves the host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlparse

import axe_playwright_python
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "RGAAv4", "best-practice"]
DESKTOP, PHONE = (1280, 900), (390, 844)
TAB_STOPS = 25

_AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
_RUN = """tags => axe.run(document, {resultTypes: ['violations'], runOnly: {type: 'tag', values: tags},
    rules: {'target-size': {enabled: true}}})"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SPACING = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
    p{margin-bottom:2em!important}"""
_STYLE = "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }"
_UNSTYLE = "() => { document.adoptedStyleSheets = []; }"
_STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const points = [[.5,.5],[.05,.5],[.95,.5],[.5,.1],[.5,.9]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
  const covered = box.width > 0 && box.height > 0 && points.every(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return !top || !(e === top || e.contains(top) || top.contains(e));
  });
  const look = () => { const c = getComputedStyle(e);
    return [c.outlineStyle, c.outlineWidth, c.boxShadow, c.backgroundColor, c.borderColor, c.borderWidth, c.textDecorationLine].join(); };
  const on = look(); e.blur(); const off = look(); e.focus({preventScroll: true, focusVisible: true});
  return {changed: on !== off, covered, href: e.getAttribute('href') || '',
    name: e.tagName.toLowerCase() + ' ' + (e.innerText || e.value || e.getAttribute('aria-label') || e.id || '').trim().slice(0, 40)};
}"""


@dataclass
class Findings:
    """What is wrong on a page: axe's violations and our extra failures, as lines."""

    axe: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """Give all findings."""
        return [*(f"axe {line}" for line in self.axe), *self.extra]


@contextmanager
def watching(page: Page, host: str, findings: Findings) -> Iterator[None]:
    """Note console errors, page errors and requests that leave the host while the block runs."""

    def on_console(message: object) -> None:
        if message.type == "error":  # type: ignore[attr-defined]
            findings.extra.append(f"console: {message.text[:160]}")  # type: ignore[attr-defined]

    def on_error(error: object) -> None:
        findings.extra.append(f"page error: {str(error)[:160]}")

    def on_request(request: object) -> None:
        parts = urlparse(request.url)  # type: ignore[attr-defined]
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            findings.extra.append(f"leaves the host: {parts.netloc}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
    try:
        yield
    finally:
        page.remove_listener("console", on_console)
        page.remove_listener("pageerror", on_error)
        page.remove_listener("request", on_request)


def check(
    page: Page,
    url: str,
    *,
    size: tuple[int, int] = DESKTOP,
    status: int = 200,
    act: Callable[[Page], object] | None = None,
    whole: bool = True,
) -> Findings:
    """Open a page, do `act` on it, and give everything that is wrong with what stands there then.

    `status` is the answer the address should have; without `whole` only axe's rules and the console are looked at.
    """
    findings = Findings()
    with watching(page, urlparse(url).netloc, findings):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        answer = page.goto(url)
        got = answer.status if answer else 0
        if got != status:
            findings.extra.append(f"status {got}")
        if act is not None:
            act(page)
            page.wait_for_load_state()
        _examine(page, findings)
        if not whole:
            return findings
        _walk(page, findings)
        _stretch(page, findings)
    if status >= 400 or act is not None:  # the browser itself reports such an answer as an error
        findings.extra = [line for line in findings.extra if "Failed to load resource" not in line]
    return findings


def _examine(page: Page, findings: Findings) -> None:
    # evaluate() runs through the debugger, so that the strict content policy does not stop it
    page.evaluate(_AXE)
    for found in page.evaluate(_RUN, TAGS)["violations"]:
        where = "; ".join(" ".join(map(str, node["target"]))[:90] for node in found["nodes"][:3])
        findings.axe.append(f"{found['id']} ({found['impact']}) x{len(found['nodes'])}: {where}")
    if not page.title().strip():
        findings.extra.append("no title")
    if page.locator("h1").count() != 1:
        findings.extra.append(f"{page.locator('h1').count()} main headings")


def _walk(page: Page, findings: Findings) -> None:
    """Go through the first tab stops by keyboard."""
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    page.evaluate(_STYLE, "*{transition:none!important}")
    for number in range(TAB_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        if number == 0 and not (stop["href"].startswith("#") and len(stop["href"]) > 1):
            findings.extra.append("the first tab stop does not skip to the content")
        if not stop["changed"]:
            findings.extra.append(f"focus is not visible on {stop['name']}")
        if stop["covered"]:
            findings.extra.append(f"focus is covered on {stop['name']}")


def _stretch(page: Page, findings: Findings) -> None:
    """Look for a page wider than the screen: zoomed, widely spaced, on the smallest phone."""

    def too_wide(what: str) -> None:
        over = page.evaluate(_OVERFLOW)
        if over > 1:
            findings.extra.append(f"{over} px too wide {what}")

    page.set_viewport_size({"width": 640, "height": 450})
    too_wide("at 200 % zoom")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate(_STYLE, _SPACING)
    too_wide("with wide text spacing")
    page.evaluate(_UNSTYLE)
    page.set_viewport_size({"width": 320, "height": 800})
    too_wide("at 320 px")
