"""A plugin that cannot be used stops the start, with its name and the reason in one readable line."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from console.base.errors import ConfigurationError
from console.hooks.manager import load
from tests.support.distributions import HOOKS, MANIFEST, distribute

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Give a function that installs an invented plugin for this test."""
    monkeypatch.syspath_prepend(tmp_path)

    def one(name: str, files: Mapping[str, str] | None = None, **more: str) -> None:
        distribute(tmp_path, name, files or {}, **more)

    yield one
    for module in [n for n, m in sys.modules.items() if str(tmp_path) in (getattr(m, "__file__", "") or "")]:
        del sys.modules[module]


def refused(*names: str) -> list[str]:
    """Give the lines with which the start refuses these plugins."""
    with pytest.raises(ConfigurationError) as caught:
        load(names)
    return caught.value.faults


def plugin(hook: str, body: str, before: str = "") -> dict[str, str]:
    """Give a plugin.py that implements one hook."""
    return {"plugin.py": f"{HOOKS}{before}\n@hookimpl\ndef {hook}():\n    {body}\n"}


def manifest(**changed: str) -> dict[str, str]:
    """Give an __init__.py whose manifest differs from a sound one."""
    text = MANIFEST.replace("{name}", "invented")
    for field, value in changed.items():
        text = text.replace(")", f", {field}={value})") if field == "requires" else text
        text = text.replace('">=0.1,<1"', value) if field == "console" else text
    return {"__init__.py": text}


VIEW = """
from flask_appbuilder import ModelView
class Page(PageView):
    key = "page"
class Stock(ModelView):
    key = "stock"
class Nameless(PageView):
    pass
"""

THEME = "\n@hookimpl\ndef register_themes():\n    return [Theme('x', 'X')]\n"
ACT = "ApiAct('tell', '{path}', 'Tell', 'moves:write', 'Tell', '{theme}', dict, dict())"
"""An act of the open API."""
FAULTS: dict[str, tuple[dict[str, str], str]] = {
    "its package cannot be imported": (
        {"__init__.py": "import no_such_module"},
        "ModuleNotFoundError: No module named 'no_such_module'",
    ),
    "its hooks cannot be read": ({"plugin.py": "def ("}, "SyntaxError: invalid syntax (plugin.py, line 1)"),
    "it has no manifest": ({"__init__.py": ""}, "invented has no MANIFEST"),
    "its manifest has another name": (
        {"__init__.py": MANIFEST.replace("{name}", "other")},
        "its entry point is named invented but its manifest other",
    ),
    "it needs a newer console": (
        manifest(console='">=7"'),
        "version 1.0.0 needs a console >=7, this one is 0.1.0",
    ),
    "its versions of the console cannot be read": (
        manifest(console='"seven"'),
        "InvalidSpecifier: Invalid specifier: 'seven'",
    ),
    "it requires an absent plugin": (
        manifest(requires='("absent",)'),
        "requires the plugin absent, which is not installed or left out of GUICHET_PLUGINS",
    ),
    "it requires itself": (manifest(requires='("invented",)'), "requires itself through invented"),
    "a hook is misspelt": (
        plugin("register_veiws", "return []"),
        "it implements register_veiws, but there is no such hook",
    ),
    "a hook raises": (
        plugin("register_views", "raise KeyError('page')"),
        "register_views failed: KeyError: 'page'",
    ),
    "a hook gives no list": (
        plugin("register_views", "return 7"),
        "register_views failed: TypeError: 'int' object is not iterable",
    ),
    "a hook gives something else": (
        plugin("register_themes", "return ['mail']"),
        "register_themes gave 'mail' where a Theme belongs",
    ),
    "an API act has no address": (
        plugin("register_api_acts", f"return [{ACT.format(path='moves', theme='x')}]", THEME),
        "its API act tell has an address that is none: moves",
    ),
    "an API act names a part that nobody knows": (
        plugin("register_api_acts", f"return [{ACT.format(path='/moves/{month}', theme='x')}]", THEME),
        "its API act tell has an address that is none: /moves/{month}",
    ),
    "an API act is guarded by no theme": (
        plugin("register_api_acts", f"return [{ACT.format(path='/moves', theme='x')}]"),
        "its API act tell names the unknown theme x",
    ),
    "a table lacks its prefix": (
        plugin("register_models", "return [Row]", "class Row: __tablename__ = 'row'"),
        "its table row does not start with invented_",
    ),
    "a view is one of Flask-AppBuilder's": (
        plugin("register_views", "return [View(Stock)]", VIEW),
        "its view Stock derives from Flask-AppBuilder's ModelView: use CrudView or PageView",
    ),
    "a view has no key": (
        plugin("register_views", "return [View(Nameless)]", VIEW),
        "its view Nameless is no PageView or CrudView with a key",
    ),
    "a view is no page": (
        plugin("register_views", "return [View(dict)]"),
        "its view dict is no PageView or CrudView with a key",
    ),
    "a view key is doubled": (
        plugin("register_views", "return [View(Page), View(Page)]", VIEW),
        "its view page is declared twice",
    ),
    "a theme key is doubled": (
        plugin("register_themes", "return [Theme('a', 'A'), Theme('a', 'B')]"),
        "its theme a is declared twice",
    ),
    "a view names an unknown theme": (
        plugin("register_views", "return [View(Page, theme='mail')]", VIEW),
        "its view Page names the unknown theme mail",
    ),
    "a right names an unknown view": (
        plugin("register_rights", "return [Right('page', 'read', 'See')]"),
        "its right page.read names an unknown view",
    ),
    "a journal action is another's": (
        plugin("register_audit_actions", "return [AuditAction('other.sent', 'Sent')]"),
        "its journal action other.sent does not start with invented.",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_the_start_names_the_plugin_and_the_reason_when(case: str, install: Install) -> None:
    files, reason = FAULTS[case]
    install("invented", files)

    assert refused("invented") == [f"plugin invented: {reason}"]


def test_plugins_that_require_each_other_are_named_with_their_circle(install: Install) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        text = MANIFEST.replace("{name}", name).replace(")", f', requires=("{other}",))')
        install(name, {"__init__.py": text})

    assert refused("one", "two") == ["plugin one: requires itself through one, two"]


def test_every_faulty_plugin_has_its_line(install: Install) -> None:
    install("one", {"__init__.py": ""})
    install("two", plugin("register_views", "return 7"))
    install("three", {"plugin.py": "import no_such_module"})

    assert refused("one", "two", "three") == [
        "plugin one: one has no MANIFEST",
        "plugin three: ModuleNotFoundError: No module named 'no_such_module'",
    ]


def test_faults_in_the_declarations_of_two_plugins_are_told_together(install: Install) -> None:
    for name in ("one", "two"):
        install(name, plugin("register_views", "return 7"))

    assert [line.partition(":")[0] for line in refused("one", "two")] == ["plugin one", "plugin two"]


def test_two_packages_with_the_same_plugin_are_both_named(install: Install) -> None:
    install("invented")
    install("invented", package="imposter", title="imposter")

    (line,) = refused("invented")

    assert line.startswith("plugin invented: two packages bring it: ")
    assert "invented-invented 1.0.0" in line
    assert "imposter 1.0.0" in line


def test_a_plugin_whose_name_begins_another_ones_is_refused(install: Install) -> None:
    install("fund")
    install("fund_plus")

    assert refused("fund", "fund_plus") == [
        "plugin fund_plus: its tables would be taken for those of fund: the one's name begins the other's"
    ]


def test_a_configured_plugin_that_is_not_installed_is_named_with_those_that_are(install: Install) -> None:
    (line,) = refused("ch_found")

    assert line == (
        "GUICHET_PLUGINS names the plugin ch_found, which is not installed (installed: ch_fund, fr_dsn)"
    )


def test_a_sound_plugin_comes_after_the_one_it_requires(install: Install) -> None:
    install("basis")
    install(
        "addition",
        {"__init__.py": MANIFEST.replace("{name}", "addition").replace(")", ', requires=("basis",))')},
    )

    plugins = load(("addition", "basis"))

    assert [p.name for p in plugins] == ["basis", "addition"]
    assert plugins["basis"].source == "invented-basis 1.0.0"
