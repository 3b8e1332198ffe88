"""The person, her stoppages, the end of her contract and where she works (S21.G00.30, 60, 62, 63, 65, 85)."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.value_presence_same.kinds import (
    exactly_with,
    forbidden,
    required,
)
from plugins.fr_dsn.rules.controls.within_block import given, missing, other

SUBROGATED = given("004", "01")
NOTIFIED = given(
    "002",
    *("011", "012", "014", "015", "020", "025", "034", "035", "036", "037", "058", "059"),
    *("082", "083", "087", "088", "089", "095", "096", "097", "111", "112", "113", "115"),
)
DISMISSED = given(
    "002",
    *("011", "012", "014", "015", "020", "026", "086", "087", "088"),
    *("089", "091", "092", "093", "111", "112", "113", "114", "115"),
)
NOTICE = given("001", "01", "02", "03", "10", "50", "51", "60", "61")
HOUSEHOLD = "05"
"""Nature of the workplace: a private household as employer."""

DECLARED: Declared = (
    required("S21.G00.30.007/CCH-11", "007", other("014", "99")),
    required("S21.G00.30.029/CCH-11", "029", given("014", "99"), missing("007")),
    exactly_with("S21.G00.60.005/CCH-11", "005", SUBROGATED),
    exactly_with("S21.G00.60.006/CCH-11", "006", SUBROGATED),
    required("S21.G00.60.007/CCH-11", "007", SUBROGATED),
    required("S21.G00.60.008/CCH-11", "008", SUBROGATED),
    exactly_with("S21.G00.60.012/CCH-11", "012", given("001", "04", "05", "06")),
    required("S21.G00.62.003/CCH-12", "003", NOTIFIED),
    required("S21.G00.62.004/CCH-11", "004", given("002", "043", "110", "111")),
    required("S21.G00.62.005/CCH-12", "005", DISMISSED),
    exactly_with("S21.G00.62.011/CCH-11", "011", given("002", "026")),
    required("S21.G00.62.013/CCH-11", "013", given("002", "026", "114")),
    exactly_with("S21.G00.62.018/CCH-11", "018", given("002", "114")),
    exactly_with("S21.G00.63.002/CCH-11", "002", NOTICE),
    exactly_with("S21.G00.63.003/CCH-14", "003", NOTICE),
    exactly_with("S21.G00.65.004/CCH-11", "004", given("001", "655", "674")),
    required("S21.G00.85.002/CCH-11", "002", given("010", "01")),
    exactly_with("S21.G00.85.012/CCH-11", "012", given("010", HOUSEHOLD)),  # these six: norm of 2024 only
    exactly_with("S21.G00.85.013/CCH-11", "013", given("010", HOUSEHOLD)),
    forbidden("S21.G00.85.014/CCH-11", "014", other("010", HOUSEHOLD)),
    exactly_with("S21.G00.85.015/CCH-11", "015", given("010", HOUSEHOLD)),
    exactly_with("S21.G00.85.016/CCH-11", "016", given("010", HOUSEHOLD)),
    exactly_with("S21.G00.85.017/CCH-11", "017", given("010", HOUSEHOLD)),
)
