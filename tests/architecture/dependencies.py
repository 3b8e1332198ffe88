"""What pyproject.toml declares, and what docs/dependencies.md says about it."""

import re
import tomllib
from importlib.metadata import packages_distributions

from tests.architecture.source import ROOT

# Flask's own building blocks, named in its documentation as part of what it offers.
BROUGHT_BY_FLASK = frozenset({"blinker", "click", "itsdangerous", "jinja2", "markupsafe", "werkzeug"})
ROW = re.compile(r"^\| (?P<name>[\w.-]+) \| (?P<why>[^|]+) \| (?P<licence>[^|]+) \|$", re.MULTILINE)


def declared(extra: str | None = None) -> list[str]:
    """List the dependencies by their normalised names, those of the run or those of an extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [normalised(re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0]) for line in listed]


def normalised(name: str) -> str:
    """Write a distribution's name the one way packaging tools compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def importable_names(*extras: str) -> frozenset[str]:
    """List the top-level modules that the declared dependencies bring, and those of extras."""
    names = {*declared(), *(name for extra in extras for name in declared(extra))}
    brought = {
        module
        for module, distributions in packages_distributions().items()
        if names & {normalised(name) for name in distributions}
    }
    return BROUGHT_BY_FLASK | brought


def documented() -> dict[str, tuple[str, str]]:
    """Read docs/dependencies.md: normalised name to the reason and the licence."""
    page = (ROOT / "docs/dependencies.md").read_text()
    rows = [row for row in ROW.finditer(page) if row["name"] != "package"]
    return {normalised(row["name"]): (row["why"].strip(), row["licence"].strip()) for row in rows}
