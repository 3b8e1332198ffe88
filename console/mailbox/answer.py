"""The form with which a company answers a question of the institution: the same in every theme."""

from __future__ import annotations

from typing import Final

from console.base.sheets.phrases import N_
from console.forms.declarations import Form, Section
from console.forms.fields import File, LongText

ANSWER: Final = Form(
    key="console.answer",
    title=N_("Answer"),
    sections=(
        Section(
            "answer",
            N_("Answer"),
            (
                LongText("text", N_("Your answer"), max=10_000, required=True),
                File("documents", N_("Documents"), most=5),
            ),
        ),
    ),
)
