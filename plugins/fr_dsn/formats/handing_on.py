"""Hands on the groups of a file that are over, and asks the controls about those that are sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from plugins.fr_dsn.formats import faults
from plugins.fr_dsn.formats.assembling import Builder, Node
from plugins.fr_dsn.formats.collecting import Findings
from plugins.fr_dsn.formats.findings import Found
from plugins.fr_dsn.formats.framing import frame_of
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.levels import Levels, levels_of
from plugins.fr_dsn.formats.reading import Judge, Lot, Profile, Sending, Sink
from plugins.fr_dsn.formats.values import ValueTest, value_tests
from plugins.fr_dsn.norm.norms import DECLARATION, PERSON, TOTAL, Norm, nearest
from plugins.fr_dsn.rules.controls.declaring import Frame

MOST_LINES = 60_000
"""Lines of one group; a longer one is handed on in parts."""
IN_DECLARATION = ("head", "persons", "tail")

_UNSOUND = frozenset(["ORDER", "ORPHAN", "CARDINALITY", "MISSING", "EMPTY_VALUE", "ENCODING"])


class HandingOn:
    """What is known while a file is read, and the groups that go out of it.

    `expected` is the norm that is read with until the file names its own.
    """

    def __init__(
        self,
        profile: Profile,
        sink: Sink,
        judge: Judge | None,
        values: bool = True,
        expected: str | None = None,
    ) -> None:
        self._sink, self._judge, self._values = sink, judge, values
        self._tolerant = profile == "received"
        self.findings = Findings(profile, sink)
        self.records = self.declarations = 0
        self.version: str | None = None
        """Norm of the first sending, as written."""
        self.lot: Lot | None = None
        self.frame: Frame | None = None
        """Of the declaration, once its head is over."""
        self.stage = "outside"
        """`outside`, `envelope`, `head`, `persons`, `tail` or `total`."""
        self._sendings = 0
        self._expected = nearest(expected)
        self._use(self._expected)
        self._start_afresh()

    def _use(self, norm: Norm) -> None:
        self.norm = norm
        self._tests: Mapping[str, ValueTest] = value_tests(norm)
        self.levels: Levels = levels_of(norm, "", self._tolerant)

    def _start_afresh(self) -> None:
        """Forget all of a sending."""
        self._block, self._seen, self._highest = "", set[str](), ""
        self._barred = False
        self._named: str | None = None
        self._current: Node | None = None
        self._last: dict[str, Node] = {}
        self._builder: Builder | None = None
        self._envelope: Builder | None = None
        self._judging = False
        self._own_records = self._own_declarations = self._malformed = self._individuals = 0
        self._totals: dict[str, tuple[str, int]] = {}
        self._begun: list[int] = []
        """Declarations that the judge was asked about, by their index in the file."""

    def _unsettled(self, control: str) -> bool:
        """Count a fault; say whether its message is worth making."""
        if self._builder is not None and control in _UNSOUND:
            self._builder.sound = False
        return self.findings.wants(control)

    def _check_below(self, node: Node, later: str | None) -> None:
        """Find the mandatory blocks that are absent below a block; one that comes later is not looked for."""
        for place in self.levels.kids.get(node.block, ()):
            if place.least and not node.kids.get(place.block) and place.block not in (later, TOTAL):
                self._missing_block(place.block, node)

    def _missing_block(self, block: str, node: Node) -> None:
        if self._unsettled("MISSING"):
            said = faults.missing_block(block, node.block)
            self.findings.add("MISSING", said, None, block, {"block_line": node.line})

    def _flush(self) -> None:
        """Hand on the group that is over, if one is open."""
        builder = self._builder
        if builder is None:
            return
        # The persons of a head and the declarations of an envelope are still to come.
        later = {"head": PERSON, "envelope": DECLARATION}.get(self.stage)
        for node in builder.nodes:
            self._check_below(node, later)
        self._builder = None
        self._hand_on(builder)

    def _hand_on(self, builder: Builder) -> None:
        if self.stage == "envelope":
            self._sink.begun(Sending(self._named, builder.group()))
        elif self.stage == "head":
            whole = builder if self._envelope is None else builder.after(self._envelope)
            self._begin_frame(whole)
        elif self.stage == "persons":
            group = builder.group()
            if self.frame is not None:
                self._sink.person(self.frame, group)
            self._ask(group, builder.sound, builder.ill)
            self.findings.release(group)
        elif builder.blocks:
            group = builder.group()
            if self.frame is not None:
                self._sink.tail(self.frame, group)
            self._ask(group, builder.sound, builder.ill)

    def _begin_frame(self, whole: Builder) -> None:
        head = whole.group()
        self.frame = frame_of(head, self.norm.version)
        self._sink.head(self.frame, head)
        self._judging = self._judge is not None and whole.sound
        if self._judging and self._judge is not None:
            self._begun.append(self.declarations - 1)
            self._hear(self._judge.begin(self.frame), whole.ill)

    def _hand_on_part(self) -> None:
        """Hand on a group that is too long to be kept: it is read, but no rule sees it whole."""
        builder = self._builder
        if builder is None or self.stage not in IN_DECLARATION:
            return
        builder.sound = False
        self._hand_on(builder)
        if self.stage == "head":
            self.stage = "tail"
        elif self.stage == "persons":
            self.findings.hold()
        self._builder = Builder()
        self._builder.sound = False
        self._builder.open(self._block, -1)

    def _ask(self, group: Group, sound: bool, ill: Set[int]) -> None:
        if self._judging and sound and self._judge is not None:
            self._hear(self._judge.group(group), ill)

    def _hear(self, said: Iterable[Found], ill: Set[int]) -> None:
        """Take what rules found, but nothing more about a value of which it was said already that it is wrong."""
        for found in said:
            if found.line is None or found.line not in ill:
                self.findings.judged(found)

    def _judge_sending(self) -> None:
        for found, at in [] if self._judge is None else self._judge.close():
            self.findings.declaration = None if at is None else self._begun[at]
            self.findings.judged(found)
        self.findings.declaration = None
