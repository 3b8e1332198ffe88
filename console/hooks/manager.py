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
from console.hooks.acts import ApiAct
from console.hooks.checks import faults_of
from console.hooks.declarations import (
    AuditAction,
    Contribution,
    Manifest,
    Resource,
    RetentionClass,
    Right,
    Setting,
    Simulator,
    Theme,
    View,
)
from console.hooks.times import DeadlineRule, Duty, Scheduled

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


class _Unfit(Exception):
    """A plugin cannot be used, in words of ours."""


def load(only: Sequence[str] | None = None) -> Plugins:
    """Find, register and check the installed plugins; `only` limits them to the configured names.

    Raises `ConfigurationError` with one line per fault, each naming its plugin.
    """
    manager = pluggy.PluginManager("guichet")
    manager.add_hookspecs(specs)
    points, faults = _installed(only)
    manifests: dict[str, tuple[Manifest, EntryPoint]] = {}
    for name, point in points.items():
        try:
            manifests[name] = (_manifest(name, point), point)
            manager.register(importlib.import_module(f"{point.value}.plugin"), name=name)
        except Exception as fault:
            faults.append(f"plugin {name}: {_in_one_line(fault)}")
    for name, (manifest, _) in manifests.items():
        faults += [
            f"plugin {name}: requires the plugin {r}, which is not installed or left out of GUICHET_PLUGINS"
            for r in manifest.requires
            if r not in points
        ]
        faults += [
            f"plugin {name}: its tables would be taken for those of {other}: the one's name begins the other's"
            for other in manifests
            if name.startswith(f"{other}_")
        ]
    if not faults:
        faults += _unknown_hooks(manager)
    if faults:
        raise ConfigurationError(faults)
    contributions = []
    for name in _in_order(manifests):
        try:
            contributions.append(_contribution(manager, *manifests[name]))
        except ConfigurationError as refused:
            faults += refused.faults
    if faults:
        raise ConfigurationError(faults)
    return Plugins(contributions, manager)


def _installed(only: Sequence[str] | None) -> tuple[dict[str, EntryPoint], list[str]]:
    """Give the entry points to load by name, and what is wrong with their names."""
    points: dict[str, EntryPoint] = {}
    faults = []
    for point in sorted(entry_points(group=GROUP), key=lambda p: p.name):
        if point.name in points:
            both = f"{_source(points[point.name])} and {_source(point)}"
            faults.append(f"plugin {point.name}: two packages bring it: {both}; uninstall one")
        points[point.name] = point
    for name in only or ():
        if name not in points:
            known = ", ".join(points) or "none"
            faults.append(
                f"GUICHET_PLUGINS names the plugin {name}, which is not installed (installed: {known})"
            )
    return {name: point for name, point in points.items() if only is None or name in only}, faults


def _source(point: EntryPoint) -> str:
    """Give the distribution an entry point came from, with its version."""
    return f"{point.dist.name} {point.dist.version}" if point.dist else "an unknown package"


def _manifest(name: str, point: EntryPoint) -> Manifest:
    """Read the manifest without importing the rest of the plugin, and check that it fits this console."""
    manifest = getattr(importlib.import_module(point.value), "MANIFEST", None)
    if not isinstance(manifest, Manifest):
        raise _Unfit(f"{point.value} has no MANIFEST")
    if manifest.name != name:
        raise _Unfit(f"its entry point is named {name} but its manifest {manifest.name}")
    ours = distribution_version("guichet")
    if not SpecifierSet(manifest.console).contains(ours, prereleases=True):
        raise _Unfit(f"version {manifest.version} needs a console {manifest.console}, this one is {ours}")
    return manifest


def _unknown_hooks(manager: pluggy.PluginManager) -> list[str]:
    """Say which implementations answer no hook: pluggy ignores a misspelt one silently."""
    return [
        f"plugin {name}: it implements {caller}, but there is no such hook"
        for name, plugin in manager.list_name_plugin()
        for caller in _implemented(manager, plugin)
        if not hasattr(specs, caller)
    ]


def _implemented(manager: pluggy.PluginManager, plugin: object) -> tuple[str, ...]:
    return tuple(caller.name for caller in manager.get_hookcallers(plugin) or ())


def _contribution(manager: pluggy.PluginManager, manifest: Manifest, point: EntryPoint) -> Contribution:
    """Ask a plugin for its declarations and check them; raises `ConfigurationError` with one line per fault."""
    name = manifest.name
    others = [p for n, p in manager.list_name_plugin() if n != name]

    def declared(hook: str, kind: type[Any]) -> tuple[Any, ...]:
        try:
            answers = manager.subset_hook_caller(hook, others)()
            values = tuple(value for answer in answers for value in answer)
        except Exception as fault:
            raise ConfigurationError([f"plugin {name}: {hook} failed: {_in_one_line(fault)}"]) from fault
        for value in values:
            if not isinstance(value, kind):
                raise ConfigurationError(
                    [f"plugin {name}: {hook} gave {value!r} where a {kind.__name__} belongs"]
                )
        return values

    contribution = Contribution(
        manifest=manifest,
        package=point.value,
        source=_source(point),
        models=declared("register_models", type),
        themes=declared("register_themes", Theme),
        rights=declared("register_rights", Right),
        views=declared("register_views", View),
        resources=declared("register_api", Resource),
        acts=declared("register_api_acts", ApiAct),
        settings=declared("register_settings", Setting),
        actions=declared("register_audit_actions", AuditAction),
        forms=declared("register_forms", object),
        rules=declared("register_rules", object),
        sources=declared("register_sources", object),
        retention=declared("register_retention", RetentionClass),
        deadlines=declared("register_deadlines", DeadlineRule),
        duties=declared("register_duties", Duty),
        channels=declared("register_channels", object),
        simulators=declared("register_simulators", Simulator),
        tasks=declared("register_tasks", object),
        jobs=declared("register_jobs", Scheduled),
        wordings=declared("register_wordings", object),
        hooks=_implemented(manager, manager.get_plugin(name)),
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


def _in_one_line(fault: Exception) -> str:
    said = " ".join(str(fault).split())
    return said if isinstance(fault, _Unfit) else f"{type(fault).__name__}: {said}"
