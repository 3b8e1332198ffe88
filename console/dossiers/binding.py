"""Several PDFs as one for the printer, bound in a limited child process: some of them were made by others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from console.base.bounded import BoundedError, Crashed, run_bounded
from console.base.errors import Unavailable
from console.base.sheets.phrases import N_, Phrase

SECONDS = 120.0
MEMORY_MB = 1024


def bind(letters: Sequence[Sequence[Path]], target: Path) -> None:
    """Write the PDFs of all letters into one; each letter begins on a fresh sheet, also when both sides are printed.

    Raises `Unavailable` when they cannot be bound.
    """
    try:
        run_bounded(_bind, letters, target, seconds=SECONDS, memory_mb=MEMORY_MB)
    except BoundedError as fault:
        raise Unavailable(
            Phrase(N_("These documents could not be bound into one PDF. Tell your support."))
        ) from fault


def _bind(letters: Sequence[Sequence[Path]], target: Path) -> None:
    """Run in the child; what the library cannot read is one kind of fault here."""
    import logging

    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    writer = pypdf.PdfWriter()
    try:
        for letter in letters:
            if len(writer.pages) % 2:
                writer.add_blank_page()
            for path in letter:
                writer.append(path, import_outline=False)
        writer.write(target)
    except MemoryError:
        raise
    except Exception as fault:
        raise Crashed(type(fault).__name__) from None
