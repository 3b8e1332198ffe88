"""Small charts, drawn on the server: bars of one series, or parts of a whole, with the same figures as a table."""

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
    """Heading of the labels, in the table."""
    figure: str
    """Heading of the figures."""
    bars: tuple[Bar, ...]
    top: str
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole: its bar is `width` of a hundred long."""

    label: str
    figure: str
    share: str
    width: float


@dataclass(frozen=True, slots=True)
class Shares:
    """A whole and its parts: a table in which each row has its bar."""

    title: str
    text: str
    column: str
    figure: str
    share: str
    """Heading of the shares."""
    parts: tuple[Share, ...]
    total: Share


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


def shares_of(figures: Sequence[int], labels: Sequence[str], shown: Sequence[str]) -> tuple[Share, ...]:
    """Give the parts of a whole, whole percents beside them; what is not zero can be seen."""
    whole = max(sum(figures), 1)
    widths = [max(0.5, round(100 * one / whole, 1)) if one else 0.0 for one in figures]
    return tuple(
        Share(labels[place], shown[place], _percent(figure, whole), widths[place])
        for place, figure in enumerate(figures)
    )


def _percent(figure: int, whole: int) -> str:
    percent = round(100 * figure / whole)
    return f"{percent}\u00a0%" if percent or not figure else "<\u00a01\u00a0%"
