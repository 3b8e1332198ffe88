"""The command `guichet`. Contract commands of plugins run without application and database."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from console.cli.commands import guichet

    guichet()
