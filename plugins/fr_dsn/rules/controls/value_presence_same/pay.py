"""Pay, withholding tax and contributions (S21.G00.50, 51, 52, 56, 81)."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.value_presence_same.kinds import forbidden, required
from plugins.fr_dsn.rules.controls.within_block import given

HOURS_COUNT = given("011", "012", "013", "016", "017", "018", "019", "020", "025")
OWN_PERIOD = given("001", "026", "027", "029")
"""Bonuses that are tied to a period of their own."""
INSURER = given("001", "059")
PUBLIC_PENSION = given("001", "060", "061")

DECLARED: Declared = (
    required("S21.G00.50.008/CCH-11", "008", given("007", "01")),
    required("S21.G00.51.012/SIG-11", "012", HOURS_COUNT),
    forbidden("S21.G00.51.012/SIG-13", "012", given("011", "001", "002", "003", "010")),
    required("S21.G00.52.003/CCH-12", "003", OWN_PERIOD),
    required("S21.G00.52.004/CCH-13", "004", OWN_PERIOD),
    required("S21.G00.56.002/CCH-11", "003 006 010", given("002", "01")),
    required("S21.G00.56.002/CCH-12", "005 015", given("002", "02")),
    required("S21.G00.56.002/CCH-13", "003 006 010", given("002", "03")),
    forbidden("S21.G00.56.002/CCH-15", "004 005 015", given("002", "01", "03", "04")),
    forbidden("S21.G00.56.002/CCH-18", "003 006 008 009 010", given("002", "02")),
    required("S21.G00.56.002/CCH-26", "003 010", given("002", "04")),
    required("S21.G00.81.001/CCH-16", "003 004", given("001", "018", "106")),
    forbidden("S21.G00.81.002/CCH-11", "002", INSURER),
    required("S21.G00.81.003/CCH-11", "003", PUBLIC_PENSION),
    forbidden("S21.G00.81.003/CCH-12", "003", INSURER),
    required("S21.G00.81.004/CCH-11", "004", INSURER),
    required("S21.G00.81.004/CCH-12", "004", given("001", "063", "064", "105", "131", "132")),
    required("S21.G00.81.004/CCH-13", "004", PUBLIC_PENSION),
    forbidden("S21.G00.81.005/CCH-11", "005", INSURER),
)
