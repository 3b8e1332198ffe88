"""Writes DSN files of any size for the benchmarks: invented people, hardly two of them with the same rubrics.

    python -m benchmarks.dsn_file PATH MEGABYTES

What may stand in a block is learnt by trying: rubrics and values are drawn from the tables of the norm, put into a file
that is known to be right, and kept where the reader and all controls find nothing. People are then made of what was
kept, a few frequent shapes and many rare ones, with amounts, names and numbers of their own.
"""

from __future__ import annotations

import io
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.reading import Silent, read
from plugins.fr_dsn.formats.values import value_tests
from plugins.fr_dsn.norm.norms import Norm, Rubric, norm_of
from plugins.fr_dsn.rules.controls.engine import Judge

NATURE = "01"
Block = tuple[str, dict[str, str]]
"""Code, and values by rubric number."""
Unit = list[Block]
"""A block with those below it."""

HEAD = Path(__file__).resolve().parent.parent / "tests/plugins/fr_dsn/files/mensuelle_2_salaries.dsn"
ORDER = (
    "30",
    "31",
    "34",
    "40",
    "41",
    "60",
    "62",
    "65",
    "70",
    "71",
    "50",
    "51",
    "52",
    "54",
    "56",
    "58",
    "78",
    "83",
    "86",
    "98",
)
"""Units of a person in the order of the tree; 50 holds those from 51 to 83."""
BELOW = {"51": ("53",), "60": ("66",), "78": ("79", "81"), "70": ("73",), "71": ("72",), "83": ("84",)}
WANTED = {
    "30": 120,
    "40": 220,
    "51": 150,
    "78": 160,
    "52": 80,
    "58": 40,
    "71": 20,
    "86": 40,
    "50": 80,
    "60": 80,
}
"""Variants that are looked for; of other units:"""
FEW = 25
SHAPES = 300
"""Shapes of blocks there must be at least."""
TRIES = 6
"""How often a variant is tried for each one wanted."""
RARE = {
    "31": 0.04,
    "34": 0.02,
    "41": 0.05,
    "60": 0.06,
    "62": 0.03,
    "65": 0.05,
    "83": 0.01,
    "98": 0.01,
    "56": 0.02,
}
"""How often a person has a unit of these kinds."""
MORE = {"51": 3, "52": 3, "54": 2, "58": 2, "78": 7}
"""How many more of these kinds she has at most."""
CODED = {"51": "011", "52": "001", "78": "001"}
"""The rubric that says what a unit of these kinds is."""
AMOUNTS = ("G00.51.013", "G00.52.002", "G00.58.004", "G00.81.004")
"""Rubrics whose amounts are drawn anew for each person."""
BATCH = 200
TEXTS = (
    "00001", "1", "99900001100018", "999000011", "FR", "1486", "75001", "PARIS", "01", "100", "10", "5", "A", "ABC",
    "1610202002008", "FR7630006000011234567890189", "AGRIFRPPXXX", "388a", "032025", "2025", "2025M03", "100.00",
    "10.00", "1.00", "0.00", "35.00", "151.67", "1200.50", "12", "020", "200", "999", "ABCDEFGHIJK", "69123", "2A004",
    "P0942", "essai@cabinet-fictif.invalid", "12 RUE DU TEST", "LYON", "0100000000", "01032025", "31032025",
    "01012020", "15032025", "28032025",
)  # fmt: skip


class Book:
    """What a norm allows, for one who writes at random."""

    def __init__(self, seed: int) -> None:
        norm = norm_of("P25V01")
        if norm is None:
            raise RuntimeError("there are no tables")
        self.norm: Norm = norm
        self.draw = random.Random(seed)
        tests = value_tests(norm)
        self._values = {
            key: [text for text in TEXTS if tests[key].accepts(text)] or [text]
            for key, rubric in norm.rubrics.items()
            for text in ["A" * rubric.shortest]
        }

    def value(self, rubric: Rubric) -> str:
        """Draw a value that the form of a rubric allows."""
        return self.draw.choice(list(rubric.codes) if rubric.codes else self._values[rubric.key])

    def block(self, code: str, base: Mapping[str, str] | None = None) -> Block:
        """Draw a block: mandatory rubrics, those of a base, and some more or fewer."""
        values = dict(base or {})
        optional = []
        for rubric in self.norm.by_block[code]:
            usage = self.norm.usage(rubric.key, NATURE)
            if usage == "O" and rubric.number not in values:
                values[rubric.number] = self.value(rubric)
            elif usage in "CF?":
                optional.append(rubric)
        for rubric in self.draw.sample(optional, min(len(optional), self.draw.choice((0, 1, 1, 2, 2, 3, 4)))):
            if rubric.number in values and self.draw.random() < 0.5:
                del values[rubric.number]
            else:
                values[rubric.number] = self.value(rubric)
        return code, dict(sorted(values.items()))


class Trial:
    """A right file into which one unit after the other is put."""

    def __init__(self) -> None:
        lines = HEAD.read_text(encoding="latin-1").split("\n")
        persons = [at for at, line in enumerate(lines) if line.startswith("S21.G00.30.001")]
        self.head = lines[: persons[0]]
        self.person = _units(lines[persons[0] : persons[1]])

    def right(self, units: Sequence[tuple[str, Unit]]) -> bool:
        """Say whether a person made of these units is without finding."""
        text = "\n".join([*self.head, *_written(units)])
        return not [found for found in _findings(text) if found.rubric and not found.rubric.startswith("S90")]


class _Listening(Silent):
    def __init__(self) -> None:
        self.heard: list[Found] = []

    def found(self, finding: Found, declaration: int | None) -> None:
        self.heard.append(finding)


def _findings(text: str) -> list[Found]:
    listening = _Listening()
    read(io.BytesIO(text.encode("latin-1") + b"\n"), "file", listening, Judge())
    return listening.heard


def _units(lines: Sequence[str]) -> list[tuple[str, Unit]]:
    """Cut a person into units."""
    blocks: list[Block] = []
    for line in lines:
        code, number, value = line[:10], line[11:14], line[16:-1]
        if not blocks or blocks[-1][0] != code or number in blocks[-1][1]:
            blocks.append((code, {}))
        blocks[-1][1][number] = value
    units: list[tuple[str, Unit]] = []
    for block in blocks:
        if units and block[0][8:] in BELOW.get(units[-1][0], ()):
            units[-1][1].append(block)
        else:
            units.append((block[0][8:], [block]))
    return units


def _written(units: Sequence[tuple[str, Unit]]) -> Iterator[str]:
    for _, unit in units:
        for code, values in unit:
            for number, value in values.items():
                yield f"{code}.{number},'{value}'"


class Pool:
    """Units that may stand in a person, by kind."""

    def __init__(self, seed: int = 1) -> None:
        self.book, self.trial = Book(seed), Trial()
        self.kept: dict[str, list[Unit]] = {name: [] for name in ORDER}
        for name, unit in self.trial.person:
            self.kept[name].append(unit)
        for name in ORDER:
            self._learn(name)
        if self.shapes() < SHAPES:
            raise RuntimeError(f"only {self.shapes()} shapes of blocks were found")

    def shapes(self) -> int:
        """Count the shapes of blocks: which rubrics stand together."""
        units = (unit for kept in self.kept.values() for unit in kept)
        return len({(code, *values) for unit in units for code, values in unit})

    def _learn(self, name: str) -> None:
        wanted = WANTED.get(name, FEW)
        for _ in range(wanted * TRIES):
            if len(self.kept[name]) >= wanted:
                return
            unit = self._unit(name)
            if self._repeatable(unit) and self.trial.right(self._with(name, unit)):
                self.kept[name].append(unit)

    def _unit(self, name: str) -> Unit:
        draw, book = self.book.draw, self.book
        known = draw.choice(self.kept[name]) if self.kept[name] else [(f"S21.G00.{name}", {})]
        unit = [book.block(known[0][0], known[0][1])]
        for code, values in known[1:]:
            unit.append(book.block(code, values) if draw.random() < 0.3 else (code, values))
        for code in BELOW.get(name, ()):
            if draw.random() < 0.3 and f"S21.G00.{code}" in book.norm.tree(NATURE):
                unit.append(book.block(f"S21.G00.{code}"))
        return [unit[0], *sorted(unit[1:], key=lambda block: block[0])]

    def _repeatable(self, unit: Unit) -> bool:
        """Say whether a block like this may follow one of its kind: it begins with what all of them have."""
        first = self.book.norm.by_block[unit[0][0]][0]
        return unit[0][0] == "S21.G00.70" or first.number in unit[0][1]

    def _with(self, name: str, unit: Unit) -> list[tuple[str, Unit]]:
        """Give the person of the trial with a unit in place of its own, or added where it belongs."""
        units = list(self.trial.person)
        at = [place for place, (other, _) in enumerate(units) if other == name]
        if at and name not in ("51", "52", "54", "58", "78"):
            units[at[-1]] = (name, unit)
            return units
        later = [place for place, (other, _) in enumerate(units) if ORDER.index(other) > ORDER.index(name)]
        units.insert(later[0] if later else len(units), (name, unit))
        return units


class Writer:
    """Writes people made of a pool."""

    def __init__(self, pool: Pool, seed: int = 2) -> None:
        self.pool = pool
        self.draw = random.Random(seed)
        self._numbers = count()

    def people(self) -> Iterator[str]:
        """Write people without end, each with a number of her own; those of whom a control complains are left out."""
        head = "\n".join(self.pool.trial.head) + "\n"
        while True:
            people = [self._person() for _ in range(BATCH)]
            accused = {found.person for found in _findings(head + "".join(people))}
            yield from (person for person in people if person[16:29] not in accused)

    def _person(self) -> str:
        """Write one person; her lines with their ends."""
        units: list[tuple[str, Unit]] = []
        for name in ORDER:
            own = [unit for other, unit in self.pool.trial.person if other == name]
            units += [(name, self._like(name, unit)) for unit in own]
            units += [(name, unit) for unit in self._more(name, own)]
        at = next(self._numbers)
        return "\n".join(self._own(line, at) for line in _written(units)) + "\n"

    def _like(self, name: str, unit: Unit) -> Unit:
        """Give a unit of the same kind: other blocks may ask for this one by its code."""
        code = CODED.get(name, "")
        alike = [other for other in self.pool.kept[name] if other[0][1].get(code) == unit[0][1].get(code)]
        return [self._pick(alike)[0], *unit[1:]] if name == "51" else self._pick(alike)

    def _more(self, name: str, own: Sequence[Unit]) -> Iterator[Unit]:
        """Give further units of a kind: no code twice where the norm wants them unlike."""
        kept, code = self.pool.kept[name], CODED.get(name, "")
        wanted = (
            int(self.draw.random() < RARE[name]) if name in RARE else self.draw.randint(0, MORE.get(name, 0))
        )
        told = {unit[0][1].get(code) for unit in own}
        for _ in range(wanted if kept else 0):
            unit = self._pick(kept)
            if not code or unit[0][1].get(code) not in told:
                told.add(unit[0][1].get(code))
                yield unit

    def _pick(self, kept: Sequence[Unit]) -> Unit:
        """Draw a unit: 70 of 100 times one of a few, else any."""
        return self.draw.choice(kept[:6] if self.draw.random() < 0.7 else kept)

    def _own(self, line: str, at: int) -> str:
        """Give a line the number, the name or the amount of its person."""
        key = line[4:14]
        if key == "G00.30.001":
            return f"{line[:16]}{line[16:23]}{at // 999 % 989 + 1:03d}{at % 999 + 1:03d}'"
        if key == "G00.30.002":
            return f"{line[:16]}{_name(at)}'"
        if key in AMOUNTS and line[-4] == "." and line[16] != "-" and line[16:-1] != "0.00":
            return f"{line[:16]}{self.draw.randint(100_00, 4000_00) / 100:.2f}'"
        return line


def _name(at: int) -> str:
    """Give one of many names, with an accent in every third."""
    letters = "".join(chr(65 + at // 26**place % 26) for place in range(4))
    return f"D'A{letters}" if at % 5 == 0 else f"LEF{'È' if at % 3 == 0 else 'E'}VRE {letters}"


def write(path: Path, megabytes: float, pool: Pool | None = None) -> int:
    """Write a monthly file of about this size; gives the number of its people."""
    pool = pool or Pool()
    writer = Writer(pool)
    lines = len(pool.trial.head)
    people = 0
    size, wanted = 0, megabytes * 1e6
    with path.open("w", encoding="latin-1", newline="") as file:
        file.write("\n".join(pool.trial.head) + "\n")
        for person in writer.people():
            file.write(person)
            size += len(person)
            lines += person.count("\n")
            people += 1
            if size >= wanted:
                break
        file.write(f"S90.G00.90.001,'{lines + 2}'\nS90.G00.90.002,'1'\n")
    return people


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), float(sys.argv[2])))
