"""`guichet docs`: the pages of docs/ that are written from the code."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

from config import ROOT
from console.hooks import specs

_HEAD = """\
# Hooks

Written by `guichet docs` from `console/hooks/specs.py`; a test compares the two.

A plugin implements the hooks it needs in its `plugin.py`, each under `@hookimpl` from `console.plugin`, and takes of
the arguments those it uses; `register_commands` alone stands in its `commands.py`. `register_…` hooks run once per
process for all installed plugins and return declarations.
The others run only in institutions that have the plugin enabled; they never commit and never roll back. How a plugin is
made from the first line on: [plugins.md](plugins.md).
"""


def write() -> list[Path]:
    """Write the generated pages and give those that changed."""
    file = ROOT / "docs" / "hooks.md"
    page = hooks_page()
    if file.exists() and file.read_text(encoding="utf-8") == page:
        return []
    file.write_text(page, encoding="utf-8")
    return [file]


def hooks_page() -> str:
    """Give docs/hooks.md: each hook with its signature as it stands in the code, and its text."""
    return "\n".join([_HEAD, *_sections()])


def hooks() -> Iterator[tuple[str, str, str]]:
    """Give name, signature and docstring of every hook, in the order of the file."""
    for node in ast.parse(inspect.getsource(specs)).body:
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            signature = f"{node.name}({ast.unparse(node.args)}){returns}"
            yield node.name, signature, ast.get_docstring(node) or ""


def _sections() -> Iterator[str]:
    for name, signature, text in hooks():
        summary, _, rest = text.partition("\n\n")
        yield f"## {name}\n\n```python\n@hookimpl\ndef {signature}: ...\n```\n\n{summary}\n"
        yield "".join(_lines(rest))


def _lines(rest: str) -> Iterator[str]:
    """Give the paragraphs `When`, `Return` and `On error` as a list."""
    for line in rest.splitlines():
        label, colon, said = line.partition(":")
        if colon and label in ("When", "Return", "On error"):
            yield f"- **{label}**:{said}\n"
        else:
            yield f"  {line.strip()}\n" if line.strip() else "\n"
