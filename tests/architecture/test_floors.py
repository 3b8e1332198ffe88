"""A package of the console imports lower floors freely, its own only through its service, never upwards."""

from pathlib import Path

from tests.architecture.source import imports, python_files

# From the ground up; docs/architecture.md says what each package is for.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"base"}),
    frozenset({"institutions", "audit", "hooks"}),
    frozenset({"accounts", "parties", "jobs", "documents"}),
    frozenset({"forms", "tables", "languages", "dispatch"}),
    frozenset(
        {
            "mailbox",
            "dossiers",
            "proofs",
            "campaigns",
            "notices",
            "private",
            "imports",
            "information",
            "factors",
            "sso",
        }
    ),
    frozenset({"desk", "insured", "retention", "deadlines"}),
    frozenset({"shell", "api", "testing"}),
    frozenset({"app", "plugin"}),
    frozenset({"cli"}),
)
FLOOR_OF = {package: number for number, packages in enumerate(FLOORS) for package in packages}
DOORS = frozenset({"service", "declarations"})
# The mixin of a scoped table: the journal's tables are scoped, and institutions write to the journal.
OPEN_TO_ITS_FLOOR = "console.institutions.scope."


def fault(package: str, imported: str) -> str | None:
    """Say what is wrong when ``package`` of the console imports ``imported``."""
    parts = imported.split(".")
    if parts[0] != "console" or len(parts) < 2 or parts[1] == package:
        return None
    target = parts[1]
    if target not in FLOOR_OF:
        return f"{target} has no floor"
    if FLOOR_OF[target] > FLOOR_OF[package]:
        return f"{target} is on a higher floor than {package}"
    if imported.startswith(OPEN_TO_ITS_FLOOR):
        return None
    if FLOOR_OF[target] == FLOOR_OF[package] and not DOORS & set(parts[2:3]):
        return f"{target} is on {package}'s own floor: only its service and declarations are open"
    return None


def package_of(path: Path) -> str:
    """Give the console's package that a file belongs to."""
    return Path(path.parts[1]).stem


def test_every_package_of_the_console_has_a_floor() -> None:
    packages = {package_of(path) for path in python_files("console")} - {"__init__"}
    assert packages <= FLOOR_OF.keys()


def test_the_console_imports_downwards_and_its_own_floor_by_the_door() -> None:
    faults = [
        f"{path}:{line}: {imported}: {problem}"
        for path in python_files("console")
        if package_of(path) in FLOOR_OF
        for line, imported in imports(path)
        if (problem := fault(package_of(path), imported))
    ]
    assert not faults, "\n".join(faults)


def test_the_console_knows_no_plugin() -> None:
    faults = [
        f"{path}:{line}: {imported}"
        for path in python_files("console")
        for line, imported in imports(path)
        if imported.partition(".")[0] == "plugins"
    ]
    assert not faults, "\n".join(faults)


def test_the_rule_tells_the_three_cases_apart() -> None:
    assert fault("mailbox", "console.audit.models.Entry") is None
    assert fault("mailbox", "console.dossiers.service.open_dossier") is None
    assert fault("mailbox", "console.dossiers.models.Dossier")
    assert fault("audit", "console.accounts.service.sign_in")
