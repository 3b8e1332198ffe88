"""`guichet simulate`: stand-ins for every outside service, so that the console is tried without any agency."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from console.testing.simulators.ledger import Line

LEDGER = "simulators.jsonl"


@click.group(invoke_without_command=True)
@click.option(
    "--usual", multiple=True, metavar="[KEY=]BEHAVIOUR", help="How one behaves, or all: sms=fail-2."
)
@click.option("--mix", multiple=True, metavar="BEHAVIOUR=WEIGHT", help="Behave at random: accept=8, fail=1.")
@click.option("--seed", default=0, show_default=True, help="The same seed mixes in the same way.")
@click.option(
    "--scenario", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A file in TOML."
)
@click.option("--port", multiple=True, metavar="KEY=PORT", help="Where one stands, or the desk.")
@click.option("--with-parent", is_flag=True, help="End when standard input does.")
@click.pass_context
def simulate(
    context: click.Context,
    usual: tuple[str, ...],
    mix: tuple[str, ...],
    seed: int,
    scenario: Path | None,
    port: tuple[str, ...],
    with_parent: bool,
) -> None:
    """Start stand-ins for the outside services of the console and of its plugins, on this machine alone.

    A marker in a target or a text says how one message is met: sim-reject, sim-late, sim-fail-3.
    """
    if context.invoked_subcommand is not None:
        return
    from console.cli import simulating

    told = [_usual(one) for one in usual]
    if mix:
        weights = {name: float(weight) for name, weight in map(_pair, mix)}
        told.append({"mix": weights, "seed": seed})
    ports = {name: int(number) for name, number in map(_pair, port)}
    try:
        simulating.serve(_data(), ports, scenario, told, with_parent=with_parent)
    except ValueError as fault:
        raise click.ClickException(str(fault)) from fault


@simulate.command()
@click.option("--simulator", default="", help="Only the requests to this one.")
def ledger(simulator: str) -> None:
    """Show what the simulators were sent, and how often each key had its effect."""
    from console.testing.simulators.ledger import NEW, read

    lines = [one for one in read(_data() / LEDGER) if simulator in ("", one.simulator)]
    for one in lines:
        click.echo(shown(one))
    effects = Counter((one.simulator, one.key) for one in lines if one.effect == NEW)
    click.echo(f"{len(lines)} requests, {len(effects)} keys taken, {_doubles(lines)} taken under two keys.")


def shown(line: Line) -> str:
    """Give a request as one line."""
    return f"{line.at[:19]}  {line.simulator:<10} {line.effect:<6} {line.verdict:<12} {line.key[:60]}"


def _doubles(lines: list[Line]) -> int:
    from console.testing.simulators.ledger import NEW

    taken = Counter((one.simulator, one.digest) for one in lines if one.effect == NEW)
    return sum(count > 1 for count in taken.values())


def _data() -> Path:
    from config import settings_from
    from console.base.errors import ConfigurationError

    settings = settings_from(os.environ)
    if settings.is_production:
        raise ConfigurationError(["simulators do not run in production: start them on a machine for trying"])
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    return settings.data


def _usual(text: str) -> Mapping[str, Any]:
    name, found, behaviour = text.rpartition("=")
    return {"simulator": name, "usual": behaviour} if found else {"usual": text}


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not value.replace(".", "", 1).isdecimal():
        raise click.ClickException(f"{text!r} must be a name, = and a number")
    return name, value
