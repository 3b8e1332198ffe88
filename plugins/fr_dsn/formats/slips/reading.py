"""Reads a file of the health insurance: a slip of daily benefits, or a return."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from console.plugin import N_, Finding, Phrase

from .outline import Faults, read_outline
from .returns import RETURNS, Returns
from .slip import BPIJ, Slip

_ROOTS = {"BPIJ": BPIJ, "ARL": RETURNS, "CR": RETURNS}


def read_slip(file: BinaryIO) -> Slip | Returns:
    """Read a slip (BPIJ) or a return (ARL, CR) as a stream.

    Raises `FileRefused` with `NOT_WELL_FORMED`, `DTD`, `UNKNOWN_KIND`, `TOO_LARGE` or `EMPTY`. What cannot be read
    inside a sound file is in the `faults` of the result.
    """
    read, faults = read_outline(file, _ROOTS)
    found: Slip | Returns = replace(read, faults=tuple(_all(faults)))
    return found


def _all(faults: Faults) -> list[Finding]:
    if not faults.left_out:
        return faults.findings
    said = Phrase(N_("Further faults that are not listed: %(count)s."), {"count": faults.left_out})
    return [*faults.findings, Finding("refusal", "FURTHER", said, {"line": None})]
