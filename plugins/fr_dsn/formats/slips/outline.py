"""XML read piece by piece against an outline of what is wanted: flat memory, nothing resolved, nothing guessed.

A `Shape` names the texts and parts of an element. Each element is turned into a value as soon as it ends, and is
forgotten; elements that no shape names are passed over. Namespaces and prefixes do not count, since senders differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

from console.plugin import N_, FileRefused, Finding, Phrase, quoted
from plugins.fr_dsn.formats.findings import Severity

_PIECE = 1 << 16
_DEEPEST = 200
"""Elements in one another; a slip has ten."""
_LONGEST_TEXT = 200
_LONGEST_MARK = 1 << 20
"""Bytes of one tag or comment, which the parser must hold in one piece."""
_MOST_FAULTS = 1000


class Faults:
    """What is wrong inside a document that can be read, each once; the first thousand are kept."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.left_out = 0

    def add(self, control: str, message: Phrase, line: int, severity: Severity = "refusal") -> None:
        """Note a finding at a line of the file."""
        if len(self.findings) < _MOST_FAULTS:
            self.findings.append(Finding(severity, control, message, {"line": line}))
        else:
            self.left_out += 1


@dataclass(slots=True)
class Node:
    """An element that has ended: its texts, its attributes, and the values that its parts gave."""

    name: str
    line: int
    attributes: Mapping[str, str]
    faults: Faults
    texts: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[Any]] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Give the text of a child element; None when it is absent or blank."""
        return self.texts.get(name) or None

    def part(self, name: str) -> Any:
        """Give the value of the first part of this name, or None."""
        return next(iter(self.parts.get(name, ())), None)

    def all(self, name: str) -> tuple[Any, ...]:
        """Give the values of the parts of this name, in order."""
        return tuple(self.parts.get(name, ()))


@dataclass(frozen=True)
class Shape:
    """What is wanted of an element: `make` turns it into a value."""

    make: Callable[[Node], Any]
    texts: frozenset[str] = frozenset()
    parts: Mapping[str, Shape] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    """Parts of which there is at most one."""


def read_outline(file: BinaryIO, roots: Mapping[str, Shape]) -> tuple[Any, Faults]:
    """Read a document whose root is one of these; raises `FileRefused` when it is another, or no sound XML."""
    reader = _Reader(roots)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.said
    reader.line = lambda: parser.CurrentLineNumber
    try:
        _feed(file, parser)
    except expat.ExpatError as fault:
        raise _refused("NOT_WELL_FORMED", _broken(fault)) from fault
    except (ValueError, LookupError) as fault:
        # Both are raised for encodings that nobody knows, or that need more than one byte.
        said = Phrase(N_("This file names a character encoding that is not known. UTF-8 and ISO-8859-1 are."))
        raise _refused("NOT_WELL_FORMED", said) from fault
    return reader.result, reader.faults


class _Reader:
    """Follows the parser through the elements that the outline names."""

    def __init__(self, roots: Mapping[str, Shape]) -> None:
        self.faults = Faults()
        self.result: Any = None
        self.line: Callable[[], int] = int
        self._roots = roots
        self._open: list[tuple[Shape, Node]] = []
        self._depth = 0
        self._passed_over = 0
        """Depth inside an element that is not wanted."""
        self._leaf = ""
        self._text: list[str] = []
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _refused("TOO_LARGE", Phrase(N_("The elements of this file lie too deep in one another.")))
        name = tag.rpartition(":")[2]
        if self._passed_over:
            self._passed_over += 1
        elif self._leaf:
            self._fault(
                "STRUCTURE", N_("“%(name)s” holds further elements, where a value is expected."), self._leaf
            )
            self._passed_over = 1
        elif not self._open:
            self._push(name, self._root(name), attributes)
        else:
            self._child(name, attributes)

    def _child(self, name: str, attributes: dict[str, str]) -> None:
        shape, node = self._open[-1]
        if name in shape.parts:
            if name in shape.once and name in node.parts:
                self._twice(name)
            self._push(name, shape.parts[name], attributes)
        elif name in shape.texts:
            if name in node.texts:
                self._twice(name)
            self._leaf, self._text, self._length = name, [], 0
        else:
            self._passed_over = 1

    def end(self, _tag: str) -> None:
        """Leave an element."""
        self._depth -= 1
        if self._passed_over:
            self._passed_over -= 1
        elif self._leaf:
            text = "".join(self._text).strip()
            if self._length > _LONGEST_TEXT:
                self._fault("STRUCTURE", N_("The value of “%(name)s” is too long to be one."), self._leaf)
            self._open[-1][1].texts.setdefault(self._leaf, text[:_LONGEST_TEXT])
            self._leaf = ""
        else:
            shape, node = self._open.pop()
            made = shape.make(node)
            if self._open:
                self._open[-1][1].parts.setdefault(node.name, []).append(made)
            else:
                self.result = made

    def said(self, text: str) -> None:
        """Take a piece of text."""
        if self._leaf and not self._passed_over:
            self._length += len(text)
            if self._length - len(text) <= _LONGEST_TEXT:
                self._text.append(text)

    def _root(self, name: str) -> Shape:
        if name not in self._roots:
            said = N_("“%(name)s” is neither a slip of daily benefits (BPIJ) nor a return (ARL, CR).")
            raise _refused("UNKNOWN_KIND", Phrase(said, {"name": quoted(name)}))
        return self._roots[name]

    def _push(self, name: str, shape: Shape, attributes: dict[str, str]) -> None:
        self._open.append((shape, Node(name, self.line(), attributes, self.faults)))

    def _twice(self, name: str) -> None:
        self._fault(
            "STRUCTURE", N_("“%(name)s” stands twice where it may stand once. The first one is used."), name
        )

    def _fault(self, control: str, message: str, name: str) -> None:
        self.faults.add(control, Phrase(message, {"name": quoted(name)}), self.line())


def _feed(file: BinaryIO, parser: Any) -> None:
    given = 0
    while piece := file.read(_PIECE):
        parser.Parse(piece, False)
        given += len(piece)
        # What is not finished is scanned again with each piece.
        if given - max(parser.CurrentByteIndex, 0) > _LONGEST_MARK:
            raise _refused("TOO_LARGE", Phrase(N_("One tag or comment of this file is too long.")))
    if not given:
        raise _refused("EMPTY", Phrase(N_("This file is empty.")))
    parser.Parse(b"", True)


def _broken(fault: expat.ExpatError) -> Phrase:
    said = N_("This file is not sound XML: it breaks off or has a fault in line %(line)s, column %(column)s.")
    return Phrase(said, {"line": fault.lineno, "column": fault.offset + 1})


def _refuse_doctype(*_: object) -> None:
    said = Phrase(
        N_("This file brings a document type declaration, which is not accepted. Nothing was resolved.")
    )
    raise _refused("DTD", said)


def _refused(control: str, message: Phrase) -> FileRefused:
    return FileRefused(Finding("refusal", control, message))
