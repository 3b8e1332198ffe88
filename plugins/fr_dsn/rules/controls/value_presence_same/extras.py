"""Shares, options and people who are not employees (S89.G00.87, 88, 92, 93)."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.value_presence_same.kinds import exactly_with, forbidden, required
from plugins.fr_dsn.rules.controls.within_block import given

ACQUIRED = given("001", "02")
"""The context of an acquisition of shares, or of an option that is taken up."""
UNCAPPED_GROSS = given("002", "50")
CORRECTED_INCOME, CORRECTED_RATE, OVERPAID, CORRECTED_UNTAXED = (
    given("002", code) for code in ("01", "02", "03", "04")
)

DECLARED: Declared = (
    required("S89.G00.87.004/CCH-11", "004", ACQUIRED),
    exactly_with("S89.G00.87.005/CCH-11", "005", ACQUIRED),
    exactly_with("S89.G00.87.006/CCH-11", "006", ACQUIRED),
    exactly_with("S89.G00.88.005/CCH-11", "005", ACQUIRED),
    exactly_with("S89.G00.88.006/CCH-11", "006", ACQUIRED),
    exactly_with("S89.G00.88.007/CCH-11", "007", ACQUIRED),
    exactly_with("S89.G00.92.006/CCH-12", "006", UNCAPPED_GROSS),
    exactly_with("S89.G00.92.007/CCH-11", "007", UNCAPPED_GROSS),
    exactly_with("S89.G00.92.008/CCH-12", "008", UNCAPPED_GROSS),
    exactly_with("S89.G00.92.009/CCH-11", "009", given("008", "01")),
    exactly_with("S89.G00.92.010/CCH-12", "010", UNCAPPED_GROSS),
    exactly_with("S89.G00.92.013/CCH-11", "013", UNCAPPED_GROSS),
    exactly_with("S89.G00.92.016/CCH-11", "016", UNCAPPED_GROSS),
    exactly_with("S89.G00.92.017/CCH-11", "017", UNCAPPED_GROSS),
    required("S89.G00.93.002/CCH-11", "003 006 009", CORRECTED_INCOME),
    required("S89.G00.93.002/CCH-12", "005 013", CORRECTED_RATE),
    required("S89.G00.93.002/CCH-13", "003 006 009", OVERPAID),
    forbidden("S89.G00.93.002/CCH-18", "004 005 013", given("002", "01", "03", "04")),
    forbidden("S89.G00.93.002/CCH-19", "003 006 008 009 010", CORRECTED_RATE),
    required("S89.G00.93.002/CCH-20", "003 009", CORRECTED_UNTAXED),
)
