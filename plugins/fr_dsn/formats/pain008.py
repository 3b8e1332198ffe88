"""Files of SEPA direct debits for the bank: pain.008.001.08, the CORE scheme.

Version 08 is taken for the one that banks read since the changeover of March 2024; that is not verified against the
guidelines of the European Payments Council, so a bank is asked before the first file. Version 02 is the one of before.
Names and texts must hold to the SEPA letters.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

VERSION: Final = "pain.008.001.08"
LARGEST: Final = 99_999_999_999
"""Cents that one debit may have."""
_NAMES: Final = {"p": f"urn:iso:std:iso:20022:tech:xsd:{VERSION}"}
# The library registers its namespace in a table of ElementTree that all threads share.
_ONE_AT_A_TIME: Final = threading.Lock()

Sequenced = Literal["FRST", "RCUR"]


class NotValid(ValueError):
    """The file would not hold to its schema; the text names the first fault."""


@dataclass(frozen=True)
class Creditor:
    """Who collects."""

    name: str
    identifier: str
    """The creditor identifier (ICS)."""
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Debit:
    """One debit of one account."""

    end_to_end: str
    cents: int
    sequence: Sequenced
    mandate: str
    """Its reference (RUM)."""
    signed: date
    name: str
    """Of the account's holder."""
    iban: str
    bic: str
    text: str
    """What stands on the account statement."""


def write(message: str, created: datetime, day: date, creditor: Creditor, debits: Sequence[Debit]) -> bytes:
    """Give the file: one batch for first debits and one for recurrent ones, all collected on one day.

    `message` names it, with 30 signs at most; `created` is a moment in local time. The same input gives the same bytes.
    Raises `NotValid`.
    """
    if not debits or any(not 0 < one.cents <= LARGEST for one in debits):
        raise NotValid("a file without debits, or a debit of nothing or of too much")
    import sepaxml
    from lxml import etree

    with _ONE_AT_A_TIME:
        made = sepaxml.SepaDD(_heading(creditor), schema=VERSION, clean=False)
        for one in debits:
            made.add_payment(_payment(one, day))
        root = etree.fromstring(made.export(validate=False), _parser())
    _name(root, message, created)
    schema = _schema()
    if not schema.validate(root):
        raise NotValid(str(schema.error_log[0].message)[:200])
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found


def _heading(creditor: Creditor) -> dict[str, Any]:
    heading = {
        "name": creditor.name,
        "IBAN": creditor.iban,
        "batch": True,
        "creditor_id": creditor.identifier,
        "currency": "EUR",
        "instrument": "CORE",
    }
    return heading | ({"BIC": creditor.bic} if creditor.bic else {})


def _payment(one: Debit, day: date) -> dict[str, Any]:
    payment = {
        "name": one.name,
        "IBAN": one.iban,
        "amount": one.cents,
        "type": one.sequence,
        "collection_date": day,
        "mandate_id": one.mandate,
        "mandate_date": one.signed,
        "description": one.text,
        "endtoend_id": one.end_to_end,
    }
    return payment | ({"BIC": one.bic} if one.bic else {})


def _name(root: Any, message: str, created: datetime) -> None:
    """Give the file, its batches and its moment our own names: those of the library are drawn by lot."""
    head = root.find(".//p:GrpHdr", _NAMES)
    head.find("p:MsgId", _NAMES).text = message
    head.find("p:CreDtTm", _NAMES).text = created.replace(tzinfo=None).isoformat(timespec="seconds")
    for batch in root.iterfind(".//p:PmtInf", _NAMES):
        sequence = batch.find("p:PmtTpInf/p:SeqTp", _NAMES).text
        batch.find("p:PmtInfId", _NAMES).text = f"{message}-{sequence}"
    # Where Python takes an empty element for true, the library writes addresses without any line.
    for empty in root.xpath("//p:PstlAdr[not(*)]", namespaces=_NAMES):
        empty.getparent().remove(empty)


@lru_cache(maxsize=1)
def _schema() -> Any:
    import sepaxml
    from lxml import etree

    path = Path(str(sepaxml.__file__)).parent / "schemas" / f"{VERSION}.xsd"
    return etree.XMLSchema(etree.parse(str(path), _parser()))


def _parser() -> Any:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
