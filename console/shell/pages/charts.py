"""A small bar chart, drawn on the server: bars of one series, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 480, 96, 2
"""Of the drawing, in its own units; the page scales it."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its place and size in the drawing, and what it stands for."""

    x: float
    y: float
    width: float
    height: float
    label: str
    figure: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from the first to the last; `top` is the figure of the highest one, the labels stand below the ends."""

    title: str
    text: str
    column: str
    bars: tuple[Bar, ...]
    top: str
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT


def bars_of(figures: Sequence[int], labels: Sequence[str], shown: Sequence[str]) -> tuple[Bar, ...]:
    """Lay bars out side by side, the highest as high as the drawing; what is not zero can be seen."""
    step, most = WIDTH / max(len(figures), 1), max(figures, default=0)
    found = []
    for place, figure in enumerate(figures):
        height = max(2.0, round(HEIGHT * figure / most, 1)) if figure else 0.0
        found.append(
            Bar(
                round(place * step, 1),
                round(HEIGHT - height, 1),
                round(step - GAP, 1),
                height,
                labels[place],
                shown[place],
            )
        )
    return tuple(found)
