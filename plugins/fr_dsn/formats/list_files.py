"""Lists that are named on the command line: files called after their list, `IDCC.csv`, or folders of such files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from console.plugin import N_, FileRefused, Finding, Phrase, SheetRefused, open_file, quoted, read_upload
from plugins.fr_dsn.formats.listing import read_list
from plugins.fr_dsn.rules.lists.catalog import LISTS
from plugins.fr_dsn.rules.lists.codes import Edition, Known

ENDINGS = (".csv", ".xlsx")
MOST_BYTES = 16 * 1024 * 1024
"""More than a sheet may have: what is larger is refused as such."""

_UNKNOWN = N_("This file is not named after a list. The lists are: %(lists)s.")
_TWICE = N_("The list %(list)s is given twice.")


def known_in(paths: Iterable[Path]) -> Known:
    """Read lists from files and folders; raises `FileRefused` with what is wrong when one of them is not whole."""
    editions: dict[str, Edition] = {}
    for path in _files(paths):
        name = path.stem.upper()
        if name not in LISTS:
            raise FileRefused(_finding(path, Phrase(_UNKNOWN, {"lists": ", ".join(LISTS)})))
        if name in editions:
            raise FileRefused(_finding(path, Phrase(_TWICE, {"list": name})))
        editions[name] = _edition(name, path)
    return Known(editions.values())


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files, and of a folder those that may be lists, by their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS)
        else:
            yield path


def _edition(name: str, path: Path) -> Edition:
    with open_file(path) as file:
        data = file.read(MOST_BYTES + 1)
    try:
        found = read_list(LISTS[name], read_upload(data, path.name))
    except SheetRefused as refused:
        raise FileRefused(_finding(path, cast(Phrase, refused.text))) from refused
    if found.faults:
        raise FileRefused(*(_finding(path, one) for one in found.faults))
    return Edition(name, path.name, found.codes)


def _finding(path: Path, said: Phrase) -> Finding:
    return Finding("refusal", "LIST", said, {"file": quoted(path.name)})
