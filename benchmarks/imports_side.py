"""One import of a sheet by the form's own rules, in the limited child: prints what it took.

    python -m benchmarks.imports_side ours <path>

The clock runs from before the child is started; what the child imports is within.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from benchmarks import trial_form
from console.base.bounded import stream_bounded
from console.forms.entries import Piece
from console.forms.importing import SheetJob, read_entries
from console.forms.revisions import to_stored


def main(_side: str, path: str) -> None:
    """Import the sheet and print what it took."""
    revision = to_stored(trial_form.revision())
    job = SheetJob(path, Path(path).name, revision, trial_form.style(), trial_form.RULES)
    begin = time.perf_counter()
    answers = stream_bounded(read_entries, job, seconds=300, memory_mb=1024)
    rows = sum(answer.good for answer in answers if isinstance(answer, Piece))
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "rows": rows, "megabytes": peak}))


if __name__ == "__main__":
    main(*sys.argv[1:])
