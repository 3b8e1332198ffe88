"""Writes a sending: envelope, declarations, and the counts at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from plugins.fr_dsn.formats.writer.blocks import NotWritable, lines_of
from plugins.fr_dsn.formats.writer.declarations import Writable
from plugins.fr_dsn.formats.writer.parties import Emitter
from plugins.fr_dsn.norm.norms import Norm, norm_of

TOTALS = 2
"""Rubrics of S90.G00.90, which counts itself."""


def write_sending(
    emitter: Emitter, declarations: Sequence[Writable], version: str = "P25V01", line_end: str = "\n"
) -> bytes:
    """Give a sending in ISO-8859-1; raises `NotWritable` for what the norm does not allow."""
    return b"".join(encoded(sending_lines(emitter, declarations, version), line_end))


def sending_lines(
    emitter: Emitter, declarations: Sequence[Writable], version: str = "P25V01"
) -> Iterator[str]:
    """Give the lines of a sending one by one, so that a large one need not be held; raises `NotWritable`."""
    norm = _norm(version)
    count = 0
    for line in _content(norm, emitter, declarations):
        count += 1
        yield line
    yield f"S90.G00.90.001,'{count + TOTALS}'"
    yield f"S90.G00.90.002,'{len(declarations)}'"


def encoded(lines: Iterable[str], line_end: str = "\n") -> Iterator[bytes]:
    """Give lines as they stand in a file; raises `NotWritable` for a letter that ISO-8859-1 does not have."""
    for line in lines:
        try:
            yield (line + line_end).encode("iso-8859-1")
        except UnicodeEncodeError as fault:
            raise NotWritable(f"{line[:14]} holds a letter that ISO-8859-1 does not have") from fault


def _content(norm: Norm, emitter: Emitter, declarations: Sequence[Writable]) -> Iterator[str]:
    empty = all(one.without_persons for one in declarations)
    for block in emitter.blocks(norm.version, empty):
        yield from lines_of(norm, "01", block)
    for declaration in declarations:
        yield from lines_of(norm, declaration.nature, declaration.block(norm))


def _norm(version: str) -> Norm:
    norm = norm_of(version)
    if norm is None:
        raise NotWritable(f"there are no tables of the norm {version}")
    return norm
