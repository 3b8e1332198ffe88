"""All documents of a dossier as one archive: names that hurt nobody, and never more than a block in memory."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from console.dossiers.archive import BLOCK, Member, safe_names, zipped

MOMENT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


def test_names_have_no_folders_and_none_comes_twice() -> None:
    given = [
        "../../etc/passwd",
        "C:\\temp\\a.pdf",
        "A.pdf",
        "a.pdf",
        "con.pdf",
        "b:c?.pdf",
        "",
        "..",
        "Đorđević.pdf",
    ]

    assert safe_names(given) == [
        "passwd",
        "a.pdf",
        "A (2).pdf",
        "a (3).pdf",
        "_con.pdf",
        "b_c_.pdf",
        "file",
        "file (2)",
        "Đorđević.pdf",
    ]


def test_the_archive_holds_every_file_as_it_is() -> None:
    contents = {"a.pdf": b"a" * (3 * BLOCK + 1), "é.pdf": b"b"}
    members = [Member(name, MOMENT, lambda body=body: io.BytesIO(body)) for name, body in contents.items()]  # type: ignore[misc]

    pieces = list(zipped(members))

    assert max(map(len, pieces)) <= BLOCK + 1024
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert {one.filename: archive.read(one) for one in archive.infolist()} == contents
        assert archive.infolist()[0].date_time == (2026, 11, 22, 14, 0, 0)
