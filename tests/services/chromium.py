"""Chromium for the browser tests: the machine's own, else Debian's, else the one Playwright downloads."""

import subprocess
import sys
from pathlib import Path

from tests.services.machine import INSTALL_SECONDS, Missing, find_or_install
from tests.services.run import Run

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# In a process of its own: Playwright's interface may be in use here already.
WHERE = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
)


def find(run: Run) -> Path:
    """Give Chromium's program; Missing when it can be neither found, installed nor downloaded."""
    return Path(run.once("chromium", _find_or_install)["program"])


def _find_or_install() -> dict[str, str]:
    try:
        return {"program": str(find_or_install(PROGRAMS, "chromium"))}
    except Missing as missing:
        return {"program": _download(missing)}


def _download(missing: Missing) -> str:
    try:
        _python("-m", "playwright", "install", "chromium")
        return _python("-c", WHERE).strip()
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise Missing(f"{missing}; Playwright's own download failed too") from error


def _python(*arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=True)
    return done.stdout
