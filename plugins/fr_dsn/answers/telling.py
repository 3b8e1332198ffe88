"""The answer of `read` as people read it: verdict, declarations, then what is to correct, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

VERDICTS = {
    "accepted": "accepted",
    "refused": "refused",
    "not_a_dsn": "no DSN",
    "unreadable": "not read, a list is wrong",
}


def told_read(document: Mapping[str, Any]) -> str:
    """Give one file, or several with what they mean together."""
    files = document.get("files") or [document]
    lines = [line for file in files for line in [*_file(file), ""]]
    lines += _months(document["months"])
    lines += _stoppages(document["stoppages"])
    return "\n".join(lines).rstrip("\n")


def _file(file: Mapping[str, Any]) -> Iterator[str]:
    name = file.get("file", "?")
    yield f"{name}: {VERDICTS[file['verdict']]}, norm {file['norm'] or '?'}, {file['rubrics']} rubrics"
    for one in file["declarations"]:
        month = f", month {one['month']}" if one["month"] else ""
        yield (
            f"  nature {one['nature']}, type {one['type']}, order {one['order']}, SIRET {one['siret']}{month}: "
            f"{VERDICTS[one['verdict']]}, {one['individuals']} individuals, "
            f"gross {one['gross']}, Urssaf {one['urssaf']}"
        )
        for contract in one["contracts"]:
            yield f"    contract {contract['reference']}: due {contract['due']}, paid {contract['paid']}"
    for found in file["findings"]:
        place = f"line {found['line']}" if found.get("line") else found.get("file") or "no line"
        yield f"  {found['severity']}, {place}, {found.get('rubric') or '-'} [{found['control']}]: {found['message']}"
    for control, count in file.get("suppressed", {}).items():
        yield f"  and {count} more of [{control}]"
    lacking = file.get("not_judged")
    if lacking:
        count = len({control for controls in lacking.values() for control in controls})
        yield f"  not judged for want of a list: {count} controls, lists {', '.join(lacking)}"


def _months(months: list[Mapping[str, Any]]) -> Iterator[str]:
    for one in months:
        yield (
            f"Month {one['month']}, SIRET {one['siret']}, fraction {one['fraction']}, order {one['order']}: "
            f"{one['individuals']} individuals, gross {one['gross']}, due {one['due']}, paid {one['paid']}"
        )


def _stoppages(stoppages: list[Mapping[str, Any]]) -> Iterator[str]:
    for one in stoppages:
        person = one["nir"] or one["technical_number"] or "?"
        resumed = f", resumed {one['resumed']}" if one["resumed"] else ""
        yield (
            f"Stoppage of {person}, SIRET {one['siret']}, contract {one['contract']}: last day worked "
            f"{one['last_day_worked']}, until {one['until']}{resumed}"
        )
