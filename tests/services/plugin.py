"""The pytest plugin: fixtures ``postgresql``, ``redis_url``, ``chromium``, their markers, what was skipped.

A test that uses one of the fixtures gets its marker by itself. One that asks by ``getfixturevalue`` says so:
``pytest.param("postgresql", marks=pytest.mark.postgresql)``.
"""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.services import chromium as chromium_service
from tests.services import postgresql as postgresql_service
from tests.services import redis as redis_service
from tests.services.machine import Missing, folder_in_memory
from tests.services.postgresql import PostgreSQL
from tests.services.run import Run

MARKERS = {"postgresql": "postgresql", "redis_url": "redis", "chromium": "browser"}
RUN = pytest.StashKey[Run]()
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
SKIPPED_IN_CI = "skipped, and with CI=true nothing may be skipped: "


@pytest.fixture(scope="session")
def postgresql(pytestconfig: pytest.Config) -> PostgreSQL:
    """Give a running PostgreSQL 15 or later, shared by the workers; databases are each worker's own."""
    try:
        return postgresql_service.start(pytestconfig.stash[RUN])
    except Missing as missing:
        pytest.skip(f"PostgreSQL: {missing}")


@pytest.fixture(scope="session")
def redis_url(pytestconfig: pytest.Config) -> str:
    """Give the URL of an empty Redis database of this worker."""
    try:
        return redis_service.start(pytestconfig.stash[RUN])
    except Missing as missing:
        pytest.skip(f"Redis: {missing}")


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> Path:
    """Give the program to hand to Playwright as ``executable_path``."""
    try:
        return chromium_service.find(pytestconfig.stash[RUN])
    except Missing as missing:
        pytest.skip(f"Chromium: {missing}")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Begin the run, or join it in an xdist worker."""
    given = getattr(config, "workerinput", None)
    if given is None:
        # A database is copied for each test: a thousand files, which a disk takes five times as long to make and remove.
        memory = folder_in_memory()
        config.stash[RUN] = Run.begin(memory)
        if memory:  # pytest looks for it when it configures itself, after us
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
    else:
        config.stash[RUN] = Run(Path(given["services_home"]), given["services_pid"], given["workerid"])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell an xdist worker which run it belongs to."""
    run = node.config.stash[RUN]
    node.workerinput["services_home"] = str(run.home)
    node.workerinput["services_pid"] = run.pid


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run; its servers stop when this process does."""
    run = config.stash.get(RUN, None)
    if run and run.worker == "main":
        run.end()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by the fixtures they use, before ``-m`` selects."""
    for item in items:
        for fixture in MARKERS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKERS[fixture])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test where nothing may be skipped."""
    return _failed_if_skipped_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that skips itself where nothing may be skipped."""
    return _failed_if_skipped_in_ci((yield))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was skipped and why, one line for each reason."""
    by_reason: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", ()):
        by_reason.setdefault(_reason(report), []).append(report.nodeid)
    for reason, tests in sorted(by_reason.items()):
        terminalreporter.write_line(f"skipped {len(tests)}, {reason}: {', '.join(sorted(tests))}")


def _failed_if_skipped_in_ci(report: Report) -> Report:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome, report.longrepr = "failed", SKIPPED_IN_CI + _reason(report)
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")
