"""What the slip service sends or the staff brings: slips, and the answers to enrolments (ARL, CR)."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from sqlalchemy.orm import Session

from console.plugin import N_, BadArgument, FileRefused, Phrase
from plugins.fr_dsn.enrolments import returns
from plugins.fr_dsn.formats.slips.reading import read_slip
from plugins.fr_dsn.formats.slips.returns import Returns
from plugins.fr_dsn.formats.slips.slip import Slip
from plugins.fr_dsn.rules.slips.judging import judge

from . import service
from .models import KeptSlip
from .service import Came

LARGEST: Final = 20_000_000
"""Bytes of a file that is read."""
MOST_SIGNS: Final = 900_000
"""Signs of what the console keeps of an arrival whole."""
_LARGE = N_("This file is too large to come by this way: %(name)s. Ask for it in parts, or bring it by hand.")
_NO_FILE = N_("What came holds no file that can be read.")


@dataclass(frozen=True)
class Taken:
    """What came of a file: a slip, or how many answers of a return fitted a line and how many did not."""

    kind: str
    """`BPIJ`, `ARL` or `CR`."""
    slip: KeptSlip | None = None
    is_new: bool = True
    fitted: int = 0
    unknown: int = 0


def read(content: bytes) -> Slip | Returns:
    """Read a file; raises `BadArgument` with the place for one that is neither a slip nor a return."""
    try:
        return read_slip(BytesIO(content))
    except FileRefused as refused:
        raise BadArgument(refused.findings[0].message) from refused


def take(session: Session, content: bytes, came: Came) -> Taken:
    """Take a file; raises `BadArgument` for one that cannot be read, of which nothing is kept."""
    found = read(content)
    if isinstance(found, Slip):
        slip, is_new = service.keep(session, judge(found), service.digest_of(content), came)
        return Taken("BPIJ", slip, is_new)
    fitted, unknown = returns.take(session, found)
    return Taken(found.kind, None, fitted=fitted, unknown=unknown)


def packed(name: str, content: bytes) -> str:
    """Give a file as the text that the console keeps of an arrival; of one that is too large the name alone."""
    body = base64.b64encode(gzip.compress(content, 6, mtime=0)).decode()
    told = {"name": name, "gzip": body} if len(body) <= MOST_SIGNS else {"name": name, "size": len(content)}
    return json.dumps(told)


def unpacked(text: str) -> tuple[str, bytes]:
    """Give back name and content of what `packed` made; raises `BadArgument`."""
    try:
        told = json.loads(text)
        name = str(told["name"])
        if "gzip" not in told:
            raise BadArgument(Phrase(_LARGE, {"name": name[:100]}))
        with gzip.open(BytesIO(base64.b64decode(told["gzip"], validate=True))) as file:
            content = file.read(LARGEST + 1)
    except (ValueError, TypeError, KeyError, RecursionError, OSError, EOFError, zlib.error) as fault:
        raise BadArgument(Phrase(_NO_FILE)) from fault
    if len(content) > LARGEST:
        raise BadArgument(Phrase(_LARGE, {"name": name[:100]}))
    return name, content
