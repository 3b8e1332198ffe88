"""A scenario of the mailbox in plain sentences: who there is, what they do, what each of them counts afterwards.

A file holds `users` (company, themes, whether she administers the company), `steps` as English sentences, and
`expected`: numbers by folder for users, and `fund_sees`. Messages are called by short names such as `T1`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

FOLDERS: Final = ("inbox", "drafts", "delegated", "sent", "done")
FUND, PERSON = "fund", "person"
PLUGIN: Final = "ch_fund"
OWN_TYPES: Final = ("query", "notice")

_NAME = r"[A-Z]\w*\d+"
_NAMES = rf"(?P<names>{_NAME}(?:(?:, | and |, and ){_NAME})*|it|them)"
_KIND = r"\((?P<theme>\w+)(?:, ?(?P<type>\w+))?\)"
_ASKED = r"(?P<kind>request|question|query|notice)s?"
_REST = r"(?:,? .*)?"
_OF_FUND: Final = {
    "ask": rf"sends (?:an? |the )?{_ASKED} {_NAMES} {_KIND} to (?P<company>.+)",
    "question": rf"(?:asks|sends) (?:an? |the )?(?:question|query) {_NAMES} (?:{_KIND} )?about (?P<about>{_NAME})",
    "take": rf"takes {_NAMES}(?: in(?:to)? hand)?",
    "refuse": rf"(?:refuses|settles(?= .*refus)) {_NAMES}{_REST}",
    "settle": rf"(?:settles|accepts) {_NAMES}{_REST}",
    "reopen": rf"reopens {_NAMES}{_REST}",
    "withdraw request": rf"withdraws (?:the )?(?:{_ASKED} )?{_NAMES}",
}
_OF_USER: Final = {
    "create": rf"(?:creates|starts|begins) {_NAMES} {_KIND}",
    "open": rf"opens {_NAMES}",
    "save": rf"saves {_NAMES}{_REST}",
    "send": rf"sends {_NAMES}{_REST}",
    "answer": rf"answers {_NAMES}{_REST}",
    "delegate": rf"delegates {_NAMES} to (?P<email>\S+@\S+)",
    "withdraw": rf"withdraws (?:the )?(?:delegation of )?{_NAMES}(?:'s delegation)?",
    "recall": rf"recalls {_NAMES}",
    "delete": rf"deletes (?:the )?(?:(?:draft|answer) (?:of |to )?)?{_NAMES}{_REST}",
}
_OF_PERSON: Final = {
    "open": rf"opens(?: {_NAMES})?",
    "save": rf"saves(?: {_NAMES})?{_REST}",
    "send": rf"sends(?: {_NAMES})?{_REST}",
    "recall": rf"recalls(?: {_NAMES})?",
}
_VERB = (
    r"(?=(?:opens|saves|sends|answers|delegates|withdraws|creates|starts|begins|deletes|recalls|takes|settles"
    r"|accepts|refuses|reopens|asks)\b)"
)
_JOINED = re.compile(rf"(?:,? and then |, then |,? and |, ){_VERB}")
_SUBJECT = re.compile(
    rf"(?P<who>the fund|(?:the )?person(?: of (?P<of>{_NAME}))?|\S+) (?P<rest>.+?)\.?", re.I
)


class UnknownSentence(ValueError):
    """A sentence of a scenario that cannot be played."""


@dataclass(frozen=True)
class User:
    """Somebody of a company."""

    name: str
    company: str
    themes: tuple[str, ...]
    """With their plugin."""
    is_administrator: bool


@dataclass(frozen=True)
class Step:
    """One act on one message, by `fund`, by a `person` without an account, or by the user of that name."""

    who: str
    act: str
    name: str
    theme: str = ""
    """With its plugin."""
    type: str = ""
    company: str = ""
    email: str = ""
    about: str = ""


@dataclass(frozen=True)
class Sight:
    """What the fund is expected to see of a message."""

    name: str
    is_delegated: bool
    without_content: bool
    """Nothing of what was typed into it."""


@dataclass(frozen=True)
class Scenario:
    """A scenario as it can be played; `steps` holds the acts of each sentence."""

    title: str
    users: Mapping[str, User]
    steps: tuple[tuple[str, tuple[Step, ...]], ...]
    expected: Mapping[str, Mapping[str, int]]
    fund_sees: tuple[Sight, ...]

    @property
    def companies(self) -> tuple[str, ...]:
        """Give the names of the companies."""
        return tuple(dict.fromkeys(user.company for user in self.users.values()))


def read(file: Path) -> Scenario:
    """Read a scenario; raises `UnknownSentence` with the sentence that it does not understand."""
    content = json.loads(file.read_text(encoding="utf-8"))
    users = {name: _user(name, facts) for name, facts in content["users"].items()}
    expected = dict(content["expected"])
    sights = tuple(_sight(text) for text in expected.pop("fund_sees", ()))
    reader = Reader(users)
    steps = tuple((text, tuple(reader.steps_of(text))) for text in content["steps"])
    return Scenario(file.stem, users, steps, expected, sights)


@dataclass
class Reader:
    """Knows what was said before: which message `it` is, and to whom messages were delegated."""

    users: Mapping[str, User]
    last: tuple[str, ...] = ()
    delegated: dict[str, str] = field(default_factory=dict)
    """The name of a message by the address it was delegated to."""

    def steps_of(self, sentence: str) -> Iterator[Step]:
        """Give the acts of a sentence; raises `UnknownSentence`."""
        found = _SUBJECT.fullmatch(sentence.strip())
        if found is None:
            raise UnknownSentence(f"who does what? {sentence!r}")
        who = self._who(found, sentence)
        patterns = {FUND: _OF_FUND, PERSON: _OF_PERSON}.get(who, _OF_USER)
        acts = [self._act(clause, patterns, sentence) for clause in _JOINED.split(found["rest"])]
        for number, (act, facts) in enumerate(acts):
            self.last = self._names(facts.pop("names", None), sentence)
            followed = number + 1 < len(acts) and acts[number + 1][0] in ("save", "send", "delegate")
            if act == "answer":  # alone it means to send the answer
                act = "open" if followed else "send"
            for name in self.last:
                if "email" in facts:
                    self.delegated[facts["email"]] = name
                yield Step(who, act, name, **facts)

    def _who(self, found: re.Match[str], sentence: str) -> str:
        said = found["who"].casefold()
        if said in (FUND, f"the {FUND}"):
            return FUND
        if found["who"] in self.users:
            return found["who"]
        if PERSON in said:
            self.last = (found["of"],) if found["of"] else tuple(self.delegated.values())[-1:]
            return PERSON
        theirs = [name for address, name in self.delegated.items() if address.casefold().startswith(said)]
        if not theirs:
            raise UnknownSentence(f"nobody is called {found['who']!r}: {sentence!r}")
        self.last = tuple(theirs[-1:])
        return PERSON

    def _act(self, clause: str, patterns: Mapping[str, str], sentence: str) -> tuple[str, dict[str, Any]]:
        for act, pattern in patterns.items():
            if found := re.fullmatch(pattern, clause.strip()):
                return act, self._facts(found.groupdict(), sentence)
        raise UnknownSentence(f"no act is called {clause!r}: {sentence!r}")

    def _facts(self, found: dict[str, str | None], sentence: str) -> dict[str, Any]:
        facts = {key: text for key, text in found.items() if text}
        kind = facts.pop("kind", "")
        if "theme" in facts:
            facts["theme"] = f"{PLUGIN}.{facts['theme']}"
            type_ = facts.get("type") or {"question": "query"}.get(kind, kind)
            facts["type"] = type_ if type_ in OWN_TYPES else f"{PLUGIN}.{type_}"
        if "company" in facts:
            facts["company"] = self._company(facts["company"], sentence)
        return facts

    def _company(self, said: str, sentence: str) -> str:
        known = dict.fromkeys(user.company for user in self.users.values())
        found = [one for one in known if one.casefold().startswith(said.casefold())]
        if len(found) != 1:
            raise UnknownSentence(f"which company is {said!r}? {sentence!r}")
        return found[0]

    def _names(self, said: str | None, sentence: str) -> tuple[str, ...]:
        if said and said not in ("it", "them"):
            return tuple(re.findall(_NAME, said))
        if not self.last:
            raise UnknownSentence(f"which message? {sentence!r}")
        return self.last


def _user(name: str, facts: Mapping[str, Any]) -> User:
    themes = tuple(f"{PLUGIN}.{theme}" for theme in facts.get("themes", ()))
    return User(name, facts["company"], themes, bool(facts.get("admin", False)))


def _sight(text: str) -> Sight:
    found = re.match(rf"(?P<name>{_NAME})\b(?P<said>.*)", text)
    if found is None:
        raise UnknownSentence(f"what does the fund see? {text!r}")
    is_delegated = "delegated" in found["said"]
    return Sight(found["name"], is_delegated, is_delegated or "draft" in found["said"])
