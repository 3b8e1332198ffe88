"""What the mailbox's messages are in: five themes, and three forms of few words."""

from __future__ import annotations

from console.plugin import Theme, forms

THEMES = tuple(Theme(f"theme_{n}", f"Theme {n}") for n in range(5))
FORMS = tuple(
    forms.Form(
        key=f"bench.type_{n}",
        title=f"Type {n}",
        theme="theme_0",
        sections=(forms.section("entry", "Entry", forms.Text("name", "Name")),),
    )
    for n in range(3)
)
