"""The commands that plugins bring: `guichet <plugin> <command> FILE --json`.

Of a plugin only its module `commands` is loaded, so an answer does not wait for pages and database, and a setting that
is missing or wrong is no hindrance. Standard output holds one JSON document, whatever happens.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import click
import pluggy

from console.base.errors import ConfigurationError
from console.base.sheets.phrases import N_, Phrase
from console.hooks import specs
from console.hooks.commands import Command, Finding

GROUP = "guichet.plugins"


class PluginGroup(click.Group):
    """The commands of one plugin, loaded when one of them is called or listed."""

    def __init__(self, point: EntryPoint) -> None:
        super().__init__(point.name, help=f"Commands of the plugin {point.name}.", no_args_is_help=True)
        self._point = point

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands, in the plugin's order."""
        return [command.name for command in commands_of(self._point)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Give one command as the command line takes it."""
        found = next((command for command in commands_of(self._point) if command.name == name), None)
        return None if found is None else _as_click(found)


def plugin_groups() -> dict[str, PluginGroup]:
    """Give a group for each installed plugin, by name; nothing of a plugin is loaded yet."""
    return {
        point.name: PluginGroup(point) for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)
    }


def commands_of(point: EntryPoint) -> tuple[Command, ...]:
    """Load the commands of a plugin; raises `ConfigurationError` when they cannot be."""
    manager = pluggy.PluginManager("guichet")
    manager.add_hookspecs(specs)
    module = f"{point.value}.commands"
    try:
        manager.register(importlib.import_module(module), name=point.name)
        manager.check_pending()
        found = tuple(command for answer in manager.hook.register_commands() for command in answer)
    except Exception as fault:
        if isinstance(fault, ModuleNotFoundError) and fault.name == module:
            return ()
        said = " ".join(f"{type(fault).__name__}: {fault}".split())
        raise ConfigurationError([f"plugin {point.name}: its commands cannot be loaded: {said}"]) from fault
    for command in found:
        if not isinstance(command, Command):
            raise ConfigurationError(
                [f"plugin {point.name}: register_commands gave {command!r} where a Command belongs"]
            )
    return found


def _as_click(command: Command) -> click.Command:
    # A file that is missing is answered in JSON too, so click does not look for it.
    file = click.Argument(["file"], type=click.Path(path_type=Path))
    as_json = click.Option(["--json", "for_programs"], is_flag=True, help="Print one line of JSON.")
    return click.Command(
        command.name, callback=partial(_run, command), params=[file, as_json], help=command.help
    )


def _run(command: Command, file: Path, for_programs: bool) -> None:
    try:
        answer = command.answer(file)
        printed = _printed(answer.document, None if for_programs else 2)
    except Exception as fault:
        click.echo(f"guichet: {command.name} failed: {type(fault).__name__}", err=True)
        answer = command.unreadable(_failed())
        printed = _printed(answer.document, None if for_programs else 2)
    # Bytes, since the terminal's own encoding may know fewer letters.
    click.echo(printed, nl=False)
    sys.exit(answer.exit_code)


def _printed(document: Mapping[str, Any], indent: int | None) -> bytes:
    text = json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False)
    return f"{text}\n".encode(errors="replace")


def _failed() -> Finding:
    return Finding(
        "refusal", "FAILED", Phrase(N_("This file could not be read to its end. Check its content."))
    )
