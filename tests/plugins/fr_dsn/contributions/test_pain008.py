"""The file for the bank: right for any amounts, read back by a reader of another make, valid by its schema."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from xml.dom import minidom

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sepaxml.validation import try_valid_xml

from plugins.fr_dsn.debits.letters import latin
from plugins.fr_dsn.formats.pain008 import VERSION, Creditor, Debit, NotValid, write

DAY, SIGNED, NOW = date(2026, 12, 14), date(2026, 1, 5), datetime(2026, 11, 23, 9, 30, 15, 7)
IBAN = "FR7630006000011234567890189"
CREDITOR = Creditor("Hexalia", "FR72ZZZ123456", IBAN)
ONE = Debit(
    "AAAA-BBBB-CCCC", 9862, "FRST", "RUM-1", SIGNED, "Menuiserie Essai", IBAN, "AGRIFRPPXXX", "2025M02"
)
MESSAGE = "KKKK-LLLL-MMMM"


@dataclass(frozen=True)
class Read:
    """What a file says, read as an application of a bank would."""

    count: int
    control: Decimal
    batches: list[tuple[str, int, Decimal, str]]
    """Sequence, number, sum, day."""
    debits: set[tuple[str, int, str, str, str, str, str]]


def read(content: bytes) -> Read:
    root = minidom.parseString(content).documentElement
    head = only(root, "GrpHdr")
    batches, debits = [], set()
    for batch in root.getElementsByTagName("PmtInf"):
        sequence = said(batch, "SeqTp")
        own = [n for n in batch.childNodes if n.nodeName in ("NbOfTxs", "CtrlSum")]
        batches.append(
            (
                sequence,
                int(own[0].firstChild.data),
                Decimal(own[1].firstChild.data),
                said(batch, "ReqdColltnDt"),
            )
        )
        for one in batch.getElementsByTagName("DrctDbtTxInf"):
            amount = only(one, "InstdAmt")
            assert amount.getAttribute("Ccy") == "EUR"
            debits.add(
                (
                    said(one, "EndToEndId"), int(Decimal(amount.firstChild.data) * 100), sequence, said(one, "MndtId"),
                    said(one, "DtOfSgntr"), said(one, "Nm"), said(one, "IBAN"),
                )
            )  # fmt: skip
    return Read(int(said(head, "NbOfTxs")), Decimal(said(head, "CtrlSum")), batches, debits)


def only(node: minidom.Element, name: str) -> minidom.Element:
    return node.getElementsByTagName(name)[0]


def said(node: minidom.Element, name: str) -> str:
    return str(only(node, name).firstChild.data)


def test_a_file_says_who_debits_whom_of_how_much_on_which_day() -> None:
    content = write(MESSAGE, NOW, DAY, CREDITOR, [ONE, replace(ONE, cents=1, sequence="RCUR", bic="")])

    text = content.decode()
    assert f"<MsgId>{MESSAGE}</MsgId><CreDtTm>2026-11-23T09:30:15</CreDtTm>" in text
    assert "<SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>CORE</Cd></LclInstrm>" in text
    assert f"<PmtInfId>{MESSAGE}-FRST</PmtInfId>" in text
    assert '<InstdAmt Ccy="EUR">98.62</InstdAmt>' in text
    assert "<Id>FR72ZZZ123456</Id><SchmeNm><Prtry>SEPA</Prtry>" in text
    assert ("<BICFI>AGRIFRPPXXX</BICFI>" in text, "<Id>NOTPROVIDED</Id>" in text) == (True, True)
    try_valid_xml(content, VERSION)
    assert b"pain.008.001.08" in content


def test_the_same_debits_give_the_same_bytes() -> None:
    assert write(MESSAGE, NOW, DAY, CREDITOR, [ONE]) == write(MESSAGE, NOW, DAY, CREDITOR, [ONE])


DEBITS = st.lists(
    st.builds(
        Debit,
        end_to_end=st.from_regex(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", fullmatch=True),
        cents=st.integers(1, 99_999_999_999),
        sequence=st.sampled_from(["FRST", "RCUR"]),
        mandate=st.from_regex(r"[A-Z0-9+?:().,'-]{1,35}", fullmatch=True),
        signed=st.dates(date(2009, 11, 1), DAY),
        name=st.text(max_size=120).map(lambda text: latin(f"N{text}", 70)),
        iban=st.just(IBAN),
        bic=st.sampled_from(["", "AGRIFRPPXXX"]),
        text=st.text(max_size=200).map(lambda text: latin(f"T{text}", 140)),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.end_to_end,
)


@settings(max_examples=100, deadline=None)
@given(DEBITS)
def test_what_is_read_back_is_what_was_written_and_the_sums_agree(debits: list[Debit]) -> None:
    content = write(MESSAGE, NOW, DAY, CREDITOR, debits)

    found = read(content)
    assert found.count == len(debits) == sum(count for _sequence, count, _sum, _day in found.batches)
    assert found.control == Decimal(sum(one.cents for one in debits)) / 100
    for sequence, count, total, day in found.batches:
        mine = [one.cents for one in debits if one.sequence == sequence]
        assert (count, total, day) == (len(mine), Decimal(sum(mine)) / 100, "2026-12-14")
    assert found.debits == {
        (one.end_to_end, one.cents, one.sequence, one.mandate, one.signed.isoformat(), one.name, one.iban)
        for one in debits
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"cents": 0},
        {"cents": -1},
        {"iban": "not an IBAN"},
        {"bic": "?"},
        {"name": ""},
        {"mandate": ""},
        {"text": "x" * 141},
        {"end_to_end": "x" * 36},
        {"cents": 10**18},
    ],
)
def test_what_its_schema_forbids_never_becomes_a_file(wrong: dict[str, object]) -> None:
    with pytest.raises(NotValid):
        write(MESSAGE, NOW, DAY, CREDITOR, [replace(ONE, **wrong)])  # type: ignore[arg-type]


def test_a_file_without_debits_is_none() -> None:
    with pytest.raises(NotValid):
        write(MESSAGE, NOW, DAY, CREDITOR, [])


def test_files_written_at_once_do_not_disturb_each_other() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: write(MESSAGE, NOW, DAY, CREDITOR, [ONE] * 5), range(40)))

    assert len(found) == 1
