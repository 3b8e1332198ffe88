"""A browser in which a person of the demonstration is signed in, in the language and colours of a variant."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page

from console.cli.demo_people import PASSWORD
from tests.browser.variants import Variant
from tests.browser.visiting import follow

ARGUMENTS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


class People:
    """Keeps one signed-in browser window per person."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._pages: dict[str, Page] = {}

    def page(self, variant: Variant) -> Page:
        """Give the person's window, set to the variant; nobody's is `stranger`."""
        if variant.user == "stranger":
            return self._stranger(variant)
        if variant.user not in self._pages:
            self._pages[variant.user] = self._signed_in(variant.user)
        page = self._pages[variant.user]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{self._address}/me/profile")
        page.select_option("#language", variant.language)
        page.select_option("#theme", variant.theme)
        follow(page, "form .g-bar button")
        return page

    def close(self) -> None:
        """Close all windows."""
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()

    def _signed_in(self, user: str) -> Page:
        page = self._context().new_page()
        page.goto(f"{self._address}/login/")
        page.fill("#username", user)
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url(f"{self._address}/")
        return page

    def _stranger(self, variant: Variant) -> Page:
        context = self._browser.new_context(locale=variant.language, color_scheme=variant.theme)  # type: ignore[arg-type]
        self._pages[f"stranger {len(self._pages)}"] = page = context.new_page()
        return page

    def _context(self) -> BrowserContext:
        return self._browser.new_context(viewport={"width": 1280, "height": 900})
