"""Warnings about dates in the future (sections 4.4.12 and 4.4.13 of the introduction of the norm).

A monthly or substituting declaration should say nothing of days after its month, a signal nothing of days after the one
on which it was made. One of them, about the last day worked, refuses.
"""

from __future__ import annotations

from console.plugin import Phrase
from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.rules.controls.crossing import listed, written
from plugins.fr_dsn.rules.controls.date_vs_month import Judge, latest, month_end, too_late
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Declared, Frame, Values
from plugins.fr_dsn.rules.controls.within_block import given

MONTHLY = ("01", "09")
"""Natures with a declared month."""


def not_after_making(control: str) -> ChainRule:
    """Ask, in a signal, that a date is not after the day on which it was made (S20.G00.05.007)."""

    def start(frame: Frame) -> Judge | None:
        made_on = frame.made_on
        if made_on is None or frame.nature in MONTHLY:
            return None

        def judge(values: Values) -> Phrase | None:
            on = day(values[0])
            if on is None or on <= made_on:
                return None
            return too_late(control[:14], written(on), f"{written(made_on)} (S20.G00.05.007)")

        return judge

    return ChainRule(control, control[:10], (control[:14],), start, control[11:14])


def not_after_month(control: str) -> ChainRule:
    """Ask that a date is not after the declared month."""
    return latest(control, month_end)


_OF_THE_MONTH = given("51.011", *listed("001 002 003 010 012 013 016 017 018 019 020 021 022 025"))

DECLARED: Declared = (
    not_after_month("S21.G00.16.001/SIG-11"),
    not_after_month("S21.G00.31.001/SIG-11"),
    not_after_month("S21.G00.40.001/SIG-14"),
    not_after_month("S21.G00.40.030/SIG-12"),
    not_after_making("S21.G00.40.031/SIG-13"),
    not_after_month("S21.G00.41.001/SIG-11"),
    not_after_month("S21.G00.41.021/SIG-11"),
    latest("S21.G00.51.002/SIG-14", month_end, _OF_THE_MONTH),
    not_after_month("S21.G00.52.007/SIG-11"),
    not_after_making("S21.G00.52.007/SIG-12"),
    not_after_month("S21.G00.54.004/SIG-12"),
    not_after_month("S21.G00.60.002/CCH-16"),
    not_after_making("S21.G00.60.002/SIG-14"),
    not_after_making("S21.G00.60.005/SIG-12"),
    not_after_month("S21.G00.60.010/SIG-12"),
    not_after_making("S21.G00.60.010/SIG-13"),
    not_after_making("S21.G00.60.012/SIG-13"),
    not_after_month("S21.G00.62.001/SIG-13"),
    not_after_month("S21.G00.65.002/SIG-12"),
    not_after_month("S21.G00.70.014/SIG-11"),
    not_after_month("S21.G00.70.015/SIG-12"),
    not_after_month("S21.G00.73.004/SIG-11"),
    not_after_month("S89.G00.87.005/SIG-12"),
    not_after_month("S89.G00.87.006/SIG-12"),
    not_after_month("S89.G00.88.006/SIG-12"),
    not_after_month("S89.G00.88.007/SIG-12"),
    not_after_month("S89.G00.89.005/SIG-11"),
    not_after_month("S89.G00.92.005/SIG-12"),
)
