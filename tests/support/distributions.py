"""Invented distributions as pip would have installed them: modules, and a .dist-info with an entry point."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MANIFEST = """\
from console.plugin import Manifest
MANIFEST = Manifest(name="{name}", title="Invented", description="", version="1.0.0", console=">=0.1,<1")
"""
HOOKS = "from console.plugin import *\n"


def distribute(
    folder: Path, name: str, files: Mapping[str, str], *, package: str = "", title: str = ""
) -> None:
    """Write a distribution that brings the plugin `name`; `files` are the texts of its modules."""
    package, title = package or name, title or f"invented-{name}"
    for file, text in {"__init__.py": MANIFEST.replace("{name}", name), "plugin.py": HOOKS, **files}.items():
        place = folder / package / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    describe(folder, name, package, title)


def describe(folder: Path, name: str, package: str, title: str) -> None:
    """Write what pip leaves beside an installed package: its name, its version and its entry point."""
    info = folder / f"{title.replace('-', '_')}-1.0.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {title}\nVersion: 1.0.0\n")
    (info / "entry_points.txt").write_text(f"[guichet.plugins]\n{name} = {package}\n")
