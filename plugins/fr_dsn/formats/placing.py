"""Finds the place of each block in the tree, and what is missing in it when it is over."""

from __future__ import annotations

from plugins.fr_dsn.formats import faults
from plugins.fr_dsn.formats.assembling import Node
from plugins.fr_dsn.formats.handing_on import HandingOn
from plugins.fr_dsn.norm.norms import ENVELOPE


class Placing(HandingOn):
    """Hangs blocks on those they belong to.

    A block belongs to the nearest open block of the code that its place in the tree names; where that one was closed
    already by a later block, the order is wrong, and where there was none at all it is an orphan.
    """

    def _leave(self) -> None:
        """End the occurrence of a block: what it had to say is said, or missing."""
        block, self._block = self._block, ""
        if not block or self._barred:
            return
        line = None if self._current is None else self._current.line
        for rubric in self.levels.asked.get(block, ()):
            if rubric not in self._seen and self._unsettled("MISSING"):
                key = f"{block}.{rubric}"
                self.findings.add("MISSING", faults.missing_rubric(key), None, key, {"block_line": line})

    def _hang(self, block: str, number: int, most: int | None) -> None:
        """Find what a block belongs to, and count it there."""
        above = self.levels.above[block]
        parent = self._current
        while parent is not None and parent.block != above:
            parent = parent.parent
        if parent is None and above is not None:
            parent = self._last.get(above)
            self._misplaced(block, above, number, parent)
        if parent is None:
            self._hang_alone(block, number)
            return
        self._open(block, number, parent, parent)
        count = parent.kids[block] = parent.kids.get(block, 0) + 1
        if most is not None and count > most and self._unsettled("CARDINALITY"):
            self.findings.add("CARDINALITY", faults.too_many(block, parent.block, most), number, block)

    def _hang_alone(self, block: str, number: int) -> None:
        """Take the block of the envelope, or an orphan; what follows an orphan may belong further up."""
        if block == ENVELOPE and block in self._last and self._unsettled("CARDINALITY"):
            self.findings.add("CARDINALITY", faults.second_sending(block), number, block)
        above, open_ones = self.levels.above[block], self._open_nodes()
        while above is not None and above not in open_ones:
            above = self.levels.above[above]
        self._open(block, number, None if above is None else open_ones[above], None)

    def _open_nodes(self) -> dict[str, Node]:
        found, node = dict[str, Node](), self._current
        while node is not None:
            found.setdefault(node.block, node)
            node = node.parent
        return found

    def _open(self, block: str, number: int, within: Node | None, parent: Node | None) -> None:
        home, at = self._builder, -1
        if home is not None:
            at = home.open(block, parent.at if parent is not None and parent.home is home else -1)
        self._current = self._last[block] = Node(block, number, within, home, at)
        if home is not None:
            home.nodes.append(self._current)

    def _misplaced(self, block: str, above: str, number: int, parent: Node | None) -> None:
        if parent is None:
            if self._unsettled("ORPHAN"):
                self.findings.add("ORPHAN", faults.orphan(block, above), number, block)
        elif self._unsettled("ORDER"):
            self.findings.add("ORDER", faults.too_late(block, above, parent.line), number, block)
