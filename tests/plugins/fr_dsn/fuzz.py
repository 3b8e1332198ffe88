"""Damages sendings at random and reads them on both paths, in both profiles, with all controls.

    python -m tests.plugins.fr_dsn.fuzz [--mutants N] [--seed N] [--twice] [--keep FOLDER]

Prints how many were read, the slowest, what was raised, and the peak of memory. `--twice` compares the two paths as
well, which takes twice as long; `--keep` writes the first mutant of each failure to a folder. Ends with 1 when something was raised or differed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from random import Random

from plugins.fr_dsn.formats import streaming
from plugins.fr_dsn.formats.reading import Profile
from plugins.fr_dsn.rules.controls.engine import Judge
from tests.plugins.fr_dsn.damage import damaged
from tests.plugins.fr_dsn.random_files import Drawing
from tests.plugins.fr_dsn.reading_twice import told_of

FILES = sorted(Path(__file__).with_name("files").glob("*.dsn"))
NATURES = (("01",), ("04",), ("05",), ("07",), ("08",), ("09",), ("01", "07", "04"), ("04", "04", "05"))
WINDOWS = (700, 4_000, 9_000, 1 << 17)
"""Bytes that are read at once: small ones part a file between and within its persons."""
FRESH = 200
"""Mutants of one file before another one is drawn."""


def main() -> int:
    """Run as asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.plugins.fr_dsn.fuzz", description=__doc__)
    parser.add_argument("--mutants", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    draw = Random(options.seed)
    raised: Counter[str] = Counter()
    slowest = (0.0, 0)
    data = b""
    for at in range(options.mutants):
        if at % FRESH == 0:
            data = _fresh(draw)
        mutant = damaged(data, draw)
        streaming.WINDOW = draw.choice(WINDOWS)
        began = time.perf_counter()
        try:
            _read(mutant, "received" if at % 4 == 0 else "file", twice=options.twice)
        except Exception:
            what = _what_was_raised()
            if not raised[what] and options.keep:
                (options.keep / f"mutant_{options.seed}_{at}.dsn").write_bytes(mutant)
            raised[what] += 1
        slowest = max(slowest, (time.perf_counter() - began, len(mutant)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{options.mutants} mutants, slowest {slowest[0]:.2f} s ({slowest[1]} bytes), peak {peak:.0f} MB")
    for what, times in raised.most_common():
        print(f"{times} x {what}")
    return 1 if raised else 0


def _what_was_raised() -> str:
    """Give the exception at hand and its last line of code."""
    lines = [line.strip() for line in traceback.format_exc().strip().splitlines()]
    where = [line for line in lines if line.startswith("File")]
    return f"{lines[-1]} {where[-1] if where else ''}"


def _fresh(draw: Random) -> bytes:
    if draw.random() < 0.4:
        return draw.choice(FILES).read_bytes()
    drawing = Drawing(draw, draw.choice(("P24V01", "P25V01", "P26V01")))
    return "\n".join(drawing.sending(*draw.choice(NATURES), most=3)).encode("latin-1") + b"\n"


def _read(data: bytes, profile: Profile, *, twice: bool) -> None:
    quick, outcome = told_of(data, profile, Judge(profile == "received"))
    if twice:
        slow, of_slow = told_of(data, profile, Judge(profile == "received"), slowly=True)
        if quick.told != slow.told or quick.findings != slow.findings or outcome != of_slow:
            raise RuntimeError("the two paths differ")


if __name__ == "__main__":
    sys.exit(main())
