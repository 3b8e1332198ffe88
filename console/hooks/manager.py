"""Finds the installed plugins, asks them what they bring, and checks it; later calls their hooks.

One `Plugins` object lives in `app.extensions["guichet_plugins"]`; it never changes after the start.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.metadata import version as distribution_version
from typing import Any, TypeAlias

import pluggy
from packaging.specifiers import SpecifierSet

from console.base.errors import ConfigurationError
from console.hooks import specs
from console.hooks.checks import faults_of
from console.hooks.declarations import Contribution, Manifest

GROUP = "guichet.plugins"
log = logging.getLogger(__name__)

Around: TypeAlias = Callable[[str], AbstractContextManager[Any]]
"""Wraps each call of an institution hook, given the plugin's name: a savepoint in the running console."""


@dataclass(frozen=True)
class Answer:
    """What one plugin answered to a hook, or that it failed."""

    plugin: str
    values: tuple[Any, ...] = ()
    failed: bool = False


class Plugins:
    """The installed plugins of this process."""

    def __init__(self, contributions: Sequence[Contribution], manager: pluggy.PluginManager) -> None:
        self._by_name = {c.name: c for c in contributions}
        self._manager = manager

    def __iter__(self) -> Iterator[Contribution]:
        return iter(self._by_name.values())

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Contribution:
        return self._by_name[name]

    def ask(
        self, hook: str, enabled: Iterable[str], around: Around | None = None, **arguments: Any
    ) -> list[Answer]:
        """Call a reading hook of the enabled plugins, one by one; a failing one is logged and marked, not raised."""
        answers = []
        for name in self._by_name:
            if name not in enabled or hook not in self._by_name[name].hooks:
                continue
            try:
                with (around or (lambda _: nullcontext()))(name):
                    answers.append(Answer(name, tuple(self._call(hook, name, arguments))))
            except Exception:
                log.exception("hook %s of plugin %s failed", hook, name)
                answers.append(Answer(name, failed=True))
        return answers

    def demand(self, hook: str, enabled: Iterable[str], **arguments: Any) -> None:
        """Call an acting hook of the enabled plugins; the first failure stops the act and is raised."""
        for name in self._by_name:
            if name in enabled and hook in self._by_name[name].hooks:
                self._call(hook, name, arguments)

    def _call(self, hook: str, name: str, arguments: dict[str, Any]) -> list[Any]:
        others = [p for n, p in self._manager.list_name_plugin() if n != name]
        found = self._manager.subset_hook_caller(hook, others)(**arguments)
        return [value for answer in found for value in (answer or ())]


def load(only: Sequence[str] | None = None) -> Plugins:
    """Find, register and check the installed plugins; `only` limits them to the configured names.

    Raises `ConfigurationError` with one line per faulty plugin.
    """
    manager = pluggy.PluginManager("guichet")
    manager.add_hookspecs(specs)
    faults: list[str] = []
    points = {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)}
    for name in only or ():
        if name not in points:
            installed = ", ".join(points) or "none"
            faults.append(
                f"GUICHET_PLUGINS names the plugin {name}, which is not installed (installed: {installed})"
            )
    manifests: dict[str, tuple[Manifest, EntryPoint]] = {}
    for name, point in points.items():
        if only is not None and name not in only:
            continue
        try:
            manifests[name] = (_manifest(name, point), point)
            manager.register(importlib.import_module(f"{point.value}.plugin"), name=name)
        except Exception as fault:
            faults.append(f"plugin {name}: {_in_one_line(fault)}")
    for name, (manifest, _) in manifests.items():
        faults += [
            f"plugin {name}: requires the plugin {r}, which is not installed"
            for r in manifest.requires
            if r not in manifests
        ]
    if not faults:
        faults += _unknown_hooks(manager)
    if faults:
        raise ConfigurationError(faults)
    contributions = [_contribution(manager, *manifests[name]) for name in _in_order(manifests)]
    return Plugins(contributions, manager)


def _manifest(name: str, point: EntryPoint) -> Manifest:
    """Read the manifest without importing the rest of the plugin, and check that it fits this console."""
    manifest = getattr(importlib.import_module(point.value), "MANIFEST", None)
    if not isinstance(manifest, Manifest):
        raise TypeError(f"{point.value} has no MANIFEST")
    if manifest.name != name:
        raise ValueError(f"its entry point is named {name} but its manifest {manifest.name}")
    ours = distribution_version("guichet")
    if ours not in SpecifierSet(manifest.console):
        raise ValueError(f"version {manifest.version} needs a console {manifest.console}, this one is {ours}")
    return manifest


def _unknown_hooks(manager: pluggy.PluginManager) -> list[str]:
    """Say which implementations answer no hook: pluggy ignores a misspelt one silently."""
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as fault:
        return [f"plugin {manager.get_name(fault.plugin)}: {_in_one_line(fault)}"]
    return []


def _contribution(manager: pluggy.PluginManager, manifest: Manifest, point: EntryPoint) -> Contribution:
    name = manifest.name
    others = [p for n, p in manager.list_name_plugin() if n != name]
    plugin = manager.get_plugin(name)
    hooks = tuple(caller.name for caller in manager.get_hookcallers(plugin) or ())

    def declared(hook: str) -> tuple[Any, ...]:
        try:
            answers = manager.subset_hook_caller(hook, others)()
            return tuple(value for answer in answers for value in answer)
        except Exception as fault:
            raise ConfigurationError([f"plugin {name}: {hook} failed: {_in_one_line(fault)}"]) from fault

    distribution = point.dist
    contribution = Contribution(
        manifest=manifest,
        package=point.value,
        source=f"{distribution.name} {distribution.version}" if distribution else "unknown",
        models=declared("register_models"),
        themes=declared("register_themes"),
        rights=declared("register_rights"),
        views=declared("register_views"),
        resources=declared("register_api"),
        settings=declared("register_settings"),
        actions=declared("register_audit_actions"),
        hooks=hooks,
    )
    if faults := faults_of(contribution):
        raise ConfigurationError([f"plugin {name}: {fault}" for fault in faults])
    return contribution


def _in_order(manifests: dict[str, tuple[Manifest, EntryPoint]]) -> list[str]:
    """Give the names so that each plugin comes after those it requires."""
    order: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ConfigurationError([f"plugin {name}: requires itself through {', '.join(path)}"])
        if name not in order:
            for required in manifests[name][0].requires:
                visit(required, (*path, name))
            order.append(name)

    for name in manifests:
        visit(name, ())
    return order


def _in_one_line(fault: BaseException) -> str:
    return f"{type(fault).__name__}: " + " ".join(str(fault).split())
