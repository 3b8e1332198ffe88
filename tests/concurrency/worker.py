"""One of several processes that work on a house at once: `python -m tests.concurrency.worker '{...}'`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from console.app import create_app
from tests.concurrency.test_many_at_once import ROUNDS, count_up, tries
from tests.conftest import settings_for
from tests.support.house import House


def main(facts: dict[str, str | int]) -> int:
    """Count up, then try; give how many tries were let through."""
    settings = settings_for(str(facts["url"]), Path(str(facts["data"])))
    house = House(create_app(settings), settings)
    count_up(house, int(facts["key"]), ROUNDS)
    return tries(house, 5)


if __name__ == "__main__":
    print(main(json.loads(sys.argv[1])))
