"""Follows a file through its sendings (S10 ... S90), their declarations and persons."""

from __future__ import annotations

from plugins.fr_dsn.formats import faults
from plugins.fr_dsn.formats.assembling import Builder, Node
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.handing_on import IN_DECLARATION
from plugins.fr_dsn.formats.levels import levels_of
from plugins.fr_dsn.formats.placing import Placing
from plugins.fr_dsn.formats.reading import Closing
from plugins.fr_dsn.norm.norms import DECLARATION, ENVELOPE, PERSON, TOTAL

ESTABLISHMENT = "S21.G00.11"


class Sendings(Placing):
    """Begins and ends what a file is made of."""

    def _turn_to(self, block: str, number: int) -> None:
        """Change the stage of the file where a block makes it change."""
        if block == ENVELOPE and self.stage in ("outside", "total"):
            self._begin_sending(number)
        elif self.stage in ("outside", "total"):
            return
        elif block == TOTAL:
            self._end_declaration()
            self._forget_person()
            self.stage = "total"
        elif block == DECLARATION:
            self._begin_declaration()
        elif self.stage in IN_DECLARATION and block == PERSON:
            self._flush()
            self.stage, self._builder = "persons", Builder()
            self._individuals += 1
            self._forget_person()
            self.findings.hold()
        elif self.stage == "persons" and block in self.levels.above and block not in self.levels.below_person:
            self._flush()
            self.stage, self._builder = "tail", Builder()
            self._forget_person()

    def _begin_sending(self, number: int) -> None:
        self.close()
        self._sendings += 1
        self._use(self._expected)
        self.stage = "envelope"
        self._builder = self._envelope = Builder()
        if self._sendings > 1 and self.lot is None and self.findings.wants("CARDINALITY"):
            self.findings.add("CARDINALITY", faults.second_sending(ENVELOPE), number, ENVELOPE)

    def _begin_declaration(self) -> None:
        self._end_declaration()
        self.stage, self._builder, self._individuals = "head", Builder(), 0
        self.findings.declaration, self.findings.declaration_refused = self.declarations, False
        self.declarations += 1
        self._own_declarations += 1
        self.levels = levels_of(self.norm, "", self._tolerant)
        self._current = self._last.get(ENVELOPE)
        self._last = {block: node for block, node in self._last.items() if block.startswith("S10")}

    def _end_declaration(self) -> None:
        """End the declaration that is open, or the envelope before the first one."""
        self._flush()
        establishment = self._last.get(ESTABLISHMENT)
        if self.stage not in IN_DECLARATION:
            return
        if establishment is not None and not self._individuals and self.levels.places[PERSON].least:
            self._missing_block(PERSON, establishment)
        if self._judging and self._judge is not None:
            self._hear(self._judge.end(), frozenset())
        index, self.findings.declaration = self.findings.declaration, None
        if self.frame is not None and index is not None:
            closing = Closing(index, self._individuals, self.findings.declaration_refused)
            self._sink.declared(self.frame, closing)
        self.frame, self._judging = None, False

    def _forget_person(self) -> None:
        """Let no block hang on those of the person before."""
        for block in self.levels.below_person & self._last.keys():
            del self._last[block]

    def close(self) -> None:
        """End the sending that is open, at the end of the file or before another one."""
        self._leave()
        if self.stage != "outside":
            self._end_declaration()
            self._check_totals()
            self._judge_sending()
            self._sink.ended(self._own_records)
        self._start_afresh()
        self.stage = "outside"

    def _check_totals(self) -> None:
        envelope = self._last.get(ENVELOPE)
        if not self._own_declarations and envelope is not None:
            self._missing_block(DECLARATION, envelope)
        if TOTAL not in self._last:
            if self.findings.wants("MISSING"):
                self.findings.add("MISSING", faults.no_total(TOTAL), None, TOTAL, grave=True)
            return
        # A line that is no record was counted by who wrote it; what is wrong with it has been said.
        self._check_total(f"{TOTAL}.001", self._own_records, self._malformed)
        self._check_total(f"{TOTAL}.002", self._own_declarations, 0)

    def _check_total(self, key: str, counted: int, uncertain: int) -> None:
        value, line = self._totals.get(key, ("", 0))
        if not value.isdecimal() or len(value) > 15:
            return
        if not counted <= int(value) <= counted + uncertain and self.findings.wants("COUNT"):
            more = {"declared": int(value), "counted": counted}
            self.findings.add("COUNT", faults.miscounted(key, int(value), counted), line, key, more)

    def persons_follow(self) -> Node | None:
        """Give the establishment when any number of persons may follow here, or None."""
        if self.stage not in ("head", "persons") or self.levels.places[PERSON].most is not None:
            return None
        if self._block == PERSON and "001" not in self._seen:
            return None  # What comes may be the NIR of the person that is open, out of its order.
        node = self._current
        while node is not None and node.block != ESTABLISHMENT:
            node = node.parent
        return node

    def accept(self, group: Group, records: int, establishment: Node) -> None:
        """Take a person that the fast path found to be right, after `persons_follow` said that she may come."""
        if self._current is not establishment or self.stage != "persons":
            self._leave()
            self._flush()
            self.stage = "persons"
            self._forget_person()
            self._current = establishment
        establishment.kids[PERSON] = establishment.kids.get(PERSON, 0) + 1
        self._individuals += 1
        self.records += records
        self._own_records += records
        if self.frame is not None:
            self._sink.person(self.frame, group)
        if self._judging and self._judge is not None:
            said = self._judge.group(group)
            if said:
                self.findings.hold()
                self._hear(said, frozenset())
                self.findings.release(group)
