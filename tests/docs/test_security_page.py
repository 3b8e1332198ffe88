"""docs/security.md says what is so: each requirement has a test that exists or a reason, and its figures are the code's."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from config import settings_from
from console.accounts import links, passwords, throttles, tries
from console.api import bodies as api_bodies
from console.base.sheets.reading import SHEET_LIMITS
from console.documents import kinds
from console.factors import sms
from console.forms import importing
from console.institutions import logos
from console.shell import bodies, confirming
from console.shell.dossiers import adding

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
CHAPTERS = {4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 10: 29, 16: 16}
"""How many requirements of levels 1 and 2 each chapter of ASVS 5.0.0 has."""
UNGUESSABLE = ("accounts", "api", "factors", "insured", "private", "sso")
"""Packages that make secrets."""


@dataclass(frozen=True)
class Row:
    """A requirement as the page has it."""

    number: str
    level: int
    words: str
    proof: str

    @property
    def tests(self) -> list[str]:
        """Give the tests that it names, as `path::name`."""
        return re.findall(r"`([\w/]+\.py::\w+)`", self.proof)


def rows() -> list[Row]:
    found = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    return [Row(number, int(level), words, proof) for number, level, words, proof in found]


@cache
def known_in(path: str) -> frozenset[str]:
    """Give the names of the tests of a file below `tests/`; none when there is no such file."""
    file = ROOT / "tests" / path
    if not file.is_file():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_requirement_of_its_chapters_stands_on_the_page_once() -> None:
    numbers = [row.number for row in rows()]
    counted = {chapter: sum(n.startswith(f"{chapter}.") for n in numbers) for chapter in CHAPTERS}

    assert len(numbers) == len(set(numbers))
    assert counted == CHAPTERS


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_a_requirement_has_a_test_or_a_reason(row: Row) -> None:
    assert row.tests or re.fullmatch(r"does not apply: \S.+", row.proof)
    assert "planned" not in row.proof.lower()
    missing = [test for test in row.tests if test.partition("::")[2] not in known_in(test.partition("::")[0])]
    assert missing == []


def test_the_page_says_the_limits_of_the_code() -> None:
    figures = {
        "A password has 12 to 128 characters": (passwords.SHORTEST, passwords.LONGEST),
        "14 days for an invitation, one hour for": (links.LINK_LASTS.days, links.RESET_LASTS.seconds // 3600),
        "known for the person | 5, one hour": (tries.BROWSER.tries, tries.BROWSER.window.seconds // 3600),
        "existing or not) | 5, one hour": (throttles.ACCOUNT.tries, throttles.ACCOUNT.window.seconds // 3600),
        "(IPv6 by /64) | 50, 15 min": (throttles.ADDRESS.tries, throttles.ADDRESS.window.seconds // 60),
        "present password | 5, one hour": (tries.STEP.tries, tries.STEP.window.seconds // 3600),
        "private links, by address | 5, one hour": (
            throttles.LINK.tries,
            throttles.LINK.window.seconds // 3600,
        ),
        "wrong tries of one code | 5, one hour; 5": (sms.SENDING.tries, sms.TRIES),
        "after ten minutes for what belongs": (confirming.OWN_ACCOUNT.seconds // 60,),
        "25 MB, 100,000 rows, 250 columns": (importing.LIMITS.megabytes, importing.LIMITS.rows),
        "10 MB, 50,000 rows, 200 columns": (SHEET_LIMITS.megabytes, SHEET_LIMITS.rows, SHEET_LIMITS.columns),
        "500 MB, 5,000 parts": (kinds.MOST_UNPACKED >> 20, kinds.MOST_MEMBERS),
        "200 kB, 2,000 × 2,000 pixels": (logos.MOST_BYTES // 1000, logos.MOST_PIXELS),
        "at 512 MB, of which at most 64 MB": (bodies.MOST_READ >> 20, bodies.MOST_KEPT >> 20),
        "leaflet | pdf | 20 MB": (adding.LIMITS.max_bytes >> 20,),
    }
    said = " ".join(PAGE.split())
    for words, values in figures.items():
        assert words in said
        numbers = [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", words.replace("/64", ""))]
        spelled = {"one": 1, "ten": 10}
        numbers += [spelled[word] for word in words.split() if word in spelled]
        assert set(values) <= set(numbers), words
    assert api_bodies.LARGEST == 1 << 20


def test_the_page_says_how_long_sessions_last_unless_somebody_sets_it(tmp_path: Path) -> None:
    settings = settings_from({"GUICHET_ENV": "test", "GUICHET_DATA": str(tmp_path)})

    assert f"**Idle** {settings.idle_minutes} minutes, **at most** {settings.session_hours} hours" in PAGE


def test_the_page_lists_the_words_that_no_password_is_made_of() -> None:
    part = PAGE.split("## Words no password is made of", 1)[1].split("##", 1)[0]

    assert set(re.findall(r"`([^`]+)`", part)) == set(passwords._COMMON)


def test_no_secret_is_made_of_predictable_chance() -> None:
    guilty = [
        path.relative_to(ROOT).as_posix()
        for package in UNGUESSABLE
        for path in sorted((ROOT / "console" / package).glob("*.py"))
        if re.search(r"^(?:import|from) random\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert guilty == []
    assert "import secrets" in (ROOT / "console/base/ids.py").read_text(encoding="utf-8")


def test_every_setting_that_the_page_names_is_one() -> None:
    told = set(re.findall(r"`(GUICHET_[A-Z_]+?)(?:\*|`)", PAGE))
    read = "".join(
        file.read_text(encoding="utf-8")
        for file in (ROOT / "config.py", *(ROOT / "console").glob("*/settings.py"))
    )
    assert [name for name in sorted(told) if name not in read] == []
