"""Files that are no slips, broken ones, and those made to do harm."""

from __future__ import annotations

import io
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.plugin import Asked, FileRefused
from plugins.fr_dsn.formats.slips.reading import read_slip
from plugins.fr_dsn.slip_commands import bpij

from .conftest import Ask
from .writing import Company, Paid, Person, slip, slip_of

GOOD = slip_of(Paid(), Paid("RETCSJ", amount="-36.00"))
ENTITY = '<!DOCTYPE BPIJ [<!ENTITY x SYSTEM "file:///etc/hostname">]><BPIJ><Identification>&x;</Identification></BPIJ>'
LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};'>" for n in range(1, 60))
    + "]><BPIJ><Identification>&a59;</Identification></BPIJ>"
)


@pytest.mark.parametrize(
    ("document", "control"),
    [
        (GOOD[:-5], "NOT_WELL_FORMED"),
        (GOOD + "<more/>", "NOT_WELL_FORMED"),
        (GOOD.replace("</Assure>", "</Assured>"), "NOT_WELL_FORMED"),
        (GOOD.replace("ESSAI", "&undeclared;"), "NOT_WELL_FORMED"),
        (GOOD.encode().replace(b"ESSAI", b"\xc9ssai"), "NOT_WELL_FORMED"),
        (GOOD.replace("ESSAI", "&#0;"), "NOT_WELL_FORMED"),
        ("S10.G00.00.001,'GUICHET'\n", "NOT_WELL_FORMED"),
        (b"PK\x03\x04\x00\x00", "NOT_WELL_FORMED"),
        (b"\x00" * 100, "NOT_WELL_FORMED"),
        ("<?xml version='1.0' encoding='martian'?><BPIJ/>", "NOT_WELL_FORMED"),
        ("<?xml version='1.0' encoding='shift_jis'?><BPIJ/>", "NOT_WELL_FORMED"),
        ("   ", "NOT_WELL_FORMED"),
        ("", "EMPTY"),
        (ENTITY, "DTD"),
        (LAUGHS, "DTD"),
        ("<!DOCTYPE html><html></html>", "DTD"),
        ('<!DOCTYPE BPIJ SYSTEM "http://169.254.0.1/x.dtd"><BPIJ/>', "DTD"),
        ("<html/>", "UNKNOWN_KIND"),
        ("<bpij/>", "UNKNOWN_KIND"),
        ("<x:GESTIP xmlns:x='urn:x'/>", "UNKNOWN_KIND"),
        (f"<{'a' * 5000}/>", "UNKNOWN_KIND"),
        ("<BPIJ>" + "<a>" * 300_000, "TOO_LARGE"),
        ("<BPIJ><!--" + "x" * 3_000_000, "TOO_LARGE"),
        ("<BPIJ><a b='" + "x" * 3_000_000, "TOO_LARGE"),
    ],
)
def test_a_file_that_is_no_slip_is_named_as_what_it_is(ask: Ask, document: str | bytes, control: str) -> None:
    answer = ask(document)

    (finding,) = answer["findings"]
    assert (answer["verdict"], answer["kind"], finding["severity"]) == ("unreadable", None, "refusal")
    assert finding["control"] == control
    assert len(finding["message"]) < 200
    assert (answer["periods"], answer["balances"]) == ([], [])


def test_a_file_that_breaks_off_is_named_with_its_place(ask: Ask) -> None:
    (finding,) = ask("<BPIJ>\n <Identification>1<")["findings"]

    assert "line 2, column 19" in finding["message"]


def test_a_file_that_is_not_there_is_answered_too(tmp_path: Path) -> None:
    answer = bpij(Asked([tmp_path / "none.xml"]))

    assert (answer.exit_code, answer.document["verdict"]) == (2, "unreadable")


@pytest.mark.parametrize(
    "document",
    [
        GOOD.replace(' xmlns="www.cnamts.fr/tlsemp/IJ"', ""),
        GOOD.replace("www.cnamts.fr/tlsemp/IJ", "urn:something:else"),
        GOOD.replace("<", "<ij:").replace("<ij:/", "</ij:").replace("<ij:?", "<?").replace("xmlns=", "xmlns:ij="),
        GOOD.replace("<Nom>", "<Indu><Numero>1</Numero><Montant>9.00</Montant></Indu><Nom>"),
        GOOD.replace("580.58", "<!-- paid -->580<![CDATA[.]]>58"),
        "\ufeff" + GOOD,
        GOOD.replace("UTF-8", "ISO-8859-1").replace("ESSAI", "Éssaï").encode("latin-1"),
        GOOD.replace("UTF-8", "windows-1252").replace("ESSAI", "Œssai").encode("cp1252"),
        GOOD.replace("UTF-8", "UTF-16").encode("utf-16"),
        GOOD.replace("><", ">\r\n\t<"),
    ],
    ids=["none", "other", "prefix", "unknown", "mixed", "bom", "latin-1", "cp1252", "utf-16", "spaces"],
)  # fmt: skip
def test_namespaces_encodings_and_unknown_elements_make_no_difference(
    ask: Ask, document: str | bytes
) -> None:
    answer = ask(document)

    assert (answer["verdict"], answer["total"], answer["findings"]) == ("accepted", "544.58", [])


def test_an_element_where_a_value_is_expected_refuses_the_slip(ask: Ask) -> None:
    answer = ask(GOOD.replace("580.58", "580<b>9</b>.58", 3))

    assert "STRUCTURE" in [one["control"] for one in answer["findings"]]
    assert answer["verdict"] == "refused"


def test_a_long_value_is_neither_kept_nor_repeated(ask: Ask) -> None:
    answer = ask(GOOD.replace("BPIJ1", "9" * 500_000))

    assert [one["control"] for one in answer["findings"]] == ["STRUCTURE"]
    assert len(answer["identification"]) == 200


def test_thousands_of_faults_are_counted_not_listed(ask: Ask) -> None:
    answer = ask(slip_of(*[Paid(amount="x")] * 1500))

    assert len([one for one in answer["findings"] if one["control"] == "AMOUNT"]) == 1000
    (rest,) = [one for one in answer["findings"] if one["control"] == "FURTHER"]
    assert rest["message"].endswith("not listed: 500.")


def test_what_no_outline_names_is_not_kept_in_memory() -> None:
    class Large(io.RawIOBase):
        """A slip with ten megabytes of elements that are not wanted."""

        left = 160

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            if self.left == 159:
                return b"<BPIJ><Declarant>"
            return b"<Autre><Texte>rien</Texte></Autre>" * 1900 if self.left > 0 else b""

    tracemalloc.start()
    with pytest.raises(FileRefused):
        read_slip(Large())  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_damage_at_any_place_is_answered(data: st.DataObject) -> None:
    raw = bytearray(slip(Company((Person(((Paid(), Paid("CAR", amount="0.00")),)),))).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))

    # What else it raises fails the test.
    with suppress(FileRefused):
        assert read_slip(io.BytesIO(bytes(raw))) is not None
