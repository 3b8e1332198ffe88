"""The commands that plugins bring: `guichet <plugin> <command> FILE [FILE ...] --json`.

Of a plugin only its module `commands` is loaded, so an answer does not wait for pages and database, and a setting that
is missing or wrong is no hindrance. Standard output holds one JSON document, whatever happens.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

import click
import pluggy

from console.base.errors import ConfigurationError
from console.base.sheets.phrases import N_, Phrase
from console.hooks import specs
from console.hooks.commands import Asked, Choice, Command, FilesCommand, Finding, MoreFiles

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


def commands_of(point: EntryPoint) -> tuple[Command | FilesCommand, ...]:
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
        if not isinstance(command, Command | FilesCommand):
            raise ConfigurationError(
                [f"plugin {point.name}: register_commands gave {command!r} where a Command belongs"]
            )
    return found


class _SpreadCommand(click.Command):
    """A command with options that take several values, as in `--dsn a.dsn b.dsn`."""

    def __init__(self, name: str, spread: Sequence[str], valued: Sequence[str], **more: Any) -> None:
        super().__init__(name, **more)
        self._spread = spread
        self._valued = valued

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Give each value its own option; an option takes one value only where no file would be left."""
        spread, left = self._spread_out(args)
        return super().parse_args(ctx, spread if left else args)

    def _spread_out(self, args: Sequence[str]) -> tuple[list[str], bool]:
        """Give the arguments, and whether the command itself keeps a file."""
        given: list[str] = []
        left, option, first = False, "", False
        for arg in args:
            if arg.startswith("-"):
                option, first = arg, True
            elif option in self._spread:
                given.extend([] if first else [option])
                first = False
            else:
                left = left or not (first and option in self._valued)
                first = False
            given.append(arg)
        return given, left


def _as_click(command: Command | FilesCommand) -> click.Command:
    many = isinstance(command, FilesCommand)
    params: list[click.Parameter] = []
    if not isinstance(command, FilesCommand) or command.takes_files:
        # A file that is missing is answered in JSON too, so click does not look for it.
        path = click.Path(path_type=Path)
        params.append(
            click.Argument(
                ["files"],
                type=path,
                nargs=-1 if many else 1,
                required=True,
                metavar="FILE [FILE ...]" if many else "FILE",
            )
        )
    options = command.options if isinstance(command, FilesCommand) else ()
    params.extend(_option(option) for option in options)
    params.append(click.Option(["--json", "for_programs"], is_flag=True, help="Print one line of JSON."))
    return _SpreadCommand(
        command.name,
        [f"--{option.name}" for option in options if isinstance(option, MoreFiles)],
        [f"--{option.name}" for option in options if isinstance(option, Choice)],
        callback=partial(_run, command),
        params=params,
        help=command.help,
    )


def _option(option: Choice | MoreFiles) -> click.Option:
    name = [f"--{option.name}", f"option_{option.name}"]
    if isinstance(option, MoreFiles):
        path = click.Path(path_type=Path)
        return click.Option(name, type=path, multiple=True, metavar="FILE ...", help=option.help)
    values = click.Choice(option.values)
    return click.Option(name, type=values, default=option.values[0], show_default=True, help=option.help)


def _asked(command: FilesCommand, files: tuple[Path, ...], given: Mapping[str, Any]) -> Asked:
    values = {option: given[f"option_{option.name}"] for option in command.options}
    return Asked(
        files,
        {option.name: value for option, value in values.items() if isinstance(option, Choice)},
        {option.name: value for option, value in values.items() if isinstance(option, MoreFiles)},
    )


def _run(command: Command | FilesCommand, for_programs: bool, files: Any = (), **given: Any) -> None:
    layout = None if for_programs else command.layout or _indented
    try:
        if isinstance(command, FilesCommand):
            answer = command.answer(_asked(command, files, given))
        else:
            answer = command.answer(files)
        printed = _printed(answer.document, layout)
    except Exception as fault:
        click.echo(f"guichet: {command.name} failed: {type(fault).__name__}", err=True)
        answer = command.unreadable(_failed())
        printed = _printed(answer.document, layout and _indented)
    # Bytes, since the terminal's own encoding may know fewer letters.
    click.echo(printed, nl=False)
    sys.exit(answer.exit_code)


def _printed(document: Mapping[str, Any], layout: Callable[[Mapping[str, Any]], str] | None) -> bytes:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False) if layout is None else layout(document)
    return f"{text}\n".encode(errors="replace")


def _indented(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def _failed() -> Finding:
    return Finding(
        "refusal", "FAILED", Phrase(N_("This file could not be read to its end. Check its content."))
    )
