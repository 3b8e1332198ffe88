"""Answers of an agency at the real door: doubled, late, out of order, forged, of another institution, several at once."""

from __future__ import annotations

import http.client
import json
import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from console.base import clock
from console.dispatch.webhook.signatures import new_secret, signed
from plugins.ch_fund.gateways.core_system import KEY
from tests.faults import core, visitors
from tests.faults.core import Kept, Known
from tests.faults.grounds import ground
from tests.services.run import Run

VERDICTS = ("received", "accepted", "refused")
AT_ONCE = 8


@dataclass(frozen=True)
class Answered:
    """What came of it."""

    where: str
    dispatches: int
    calls: int
    statuses: dict[int, int]
    forged: int
    let_in: int
    """Forged ones that were not refused, and good ones that were."""
    kept: int
    """Rows: one for each good answer, however often it came."""
    outcomes: dict[str, int]
    elsewhere: dict[str, int]
    """What came of answers to the other institution with references of this one."""
    wrong: int
    """Dispatches whose state is not the highest of what was said, or whose first decision did not stand."""
    decided: int
    heard: int
    """Decisions that the module heard."""
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One signed answer to one institution."""

    institution: int
    token: str
    headers: dict[str, str]
    body: bytes
    is_forged: bool


def run(where: str, number: int, *, seed: int = 1, run: Run | None = None) -> Answered:
    """Push `number` answers at random, a fifth of them once more, then compare the state with what was said."""
    chance = random.Random(seed)
    with ground(where, run=run) as made:
        known: Known = made.start(core.hand_over, number // 10).heard()
        _, port = visitors.served(made)
        answers = [_said(chance, known, n) for n in range(number)]
        calls = [*answers, *chance.sample(answers, number // 5)]
        chance.shuffle(calls)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            statuses = list(threads.map(lambda call: _push(port, call), calls))
        here, there = (made.start(core.tell, one).heard() for one in (known.here, known.there))
        return _judged(where, known, calls, statuses, here, there)


def _said(chance: random.Random, known: Known, number: int) -> Said:
    """Make an answer: two of three are good, the others forged or told to the other institution."""
    verdict, reference = chance.choice(VERDICTS), chance.choice(known.references)
    token = f"t{number}"
    body = json.dumps({"id": token, "type": "business", "reference": reference, "verdict": verdict}).encode()
    kind = chance.choices(("here", "there", "strange", "foreign"), (70, 15, 8, 7))[0]
    institution = known.there if kind == "there" else known.here
    secrets = {
        "here": known.secret_here, "there": known.secret_there,
        "strange": new_secret(), "foreign": known.secret_there,
    }  # fmt: skip
    late = timedelta(seconds=chance.uniform(0, 200))
    headers = signed([secrets[kind]], f"msg_{number}", clock.now() - late, body)
    return Said(institution, token, headers, body, kind in ("strange", "foreign"))


def _push(port: int, call: Said) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", f"/inbound/{call.institution}/{KEY}", call.body, call.headers)
    status = connection.getresponse().status
    connection.close()
    return status


def _judged(
    where: str, known: Known, calls: Sequence[Said], statuses: Sequence[int], here: Kept, there: Kept
) -> Answered:
    let_in = sum(
        (status != 401) if call.is_forged else (status != 200)
        for call, status in zip(calls, statuses, strict=True)
    )
    wrong = [name for name, state in here.states.items() if not _stands(here, name, state)]
    decided = sum(state in ("accepted", "refused") for state in here.states.values())
    kept = [(one.token, one.outcome) for one in here.answers]
    good = {call.token for call in calls if not call.is_forged and call.institution == known.here}
    elsewhere = Counter(one.outcome for one in there.answers)
    checks = {
        "forged ones were let in, or good ones refused": let_in,
        "a state is not what was said": wrong,
        "not each answer is kept once": sorted(token for token, _ in kept) != sorted(good),
        "an answer to another institution found something": set(elsewhere) - {"unmatched"},
        "not each decision was heard once": here.heard != decided,
    }
    return Answered(
        where,
        len(known.references),
        len(calls),
        dict(Counter(statuses)),
        sum(call.is_forged for call in calls),
        let_in,
        len(kept),
        dict(Counter(outcome for _, outcome in kept)),
        dict(elsewhere),
        len(wrong),
        decided,
        here.heard,
        tuple(text for text, found in checks.items() if found),
    )


def _stands(kept: Kept, reference: str, state: str) -> bool:
    """Say whether a state is the highest of what was said, and the first decision stands against the others."""
    said = [one for one in kept.answers if one.reference == reference]
    decisions = [one for one in said if one.verdict in ("accepted", "refused")]
    if not decisions:
        return state == ("received" if said else "")
    (applied,) = [one.verdict for one in decisions if one.outcome == "applied"] or [""]
    others = {one.outcome for one in decisions if one.verdict != state}
    return state == applied and others <= {"contrary"}
