"""Controls on which rubrics of one block are there together."""

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.presence_same.kinds import (
    address,
    not_alone,
    not_without,
    nothing_else,
    one_of,
    one_set_of,
    together,
)

FEES_PERSON = ("002", "003")
FEES_COMPANY = ("004", "005", "006")

DECLARED: Declared = (
    address("S10.G00.01.005/CCH-12", abroad=("007", "008"), rest=("004", "006", "009", "010")),
    not_without("S10.G00.01.006/CCH-11", "005", "006"),
    address("S21.G00.06.005/CCH-11", abroad=("010", "011"), rest=("004", "006", "007", "008")),
    not_without("S21.G00.06.006/CCH-11", "005", "006"),
    address("S21.G00.11.004/CCH-11", abroad=("015", "016"), rest=("003", "005", "006", "007")),
    not_without("S21.G00.11.005/CCH-11", "004", "005"),
    together("S21.G00.13.003/CCH-11", "002", "003"),
    not_alone("S21.G00.13.004/CCH-12", "004", "001", "002"),
    address("S21.G00.30.009/CCH-12", abroad=("011", "012"), rest=("008", "010", "016", "017")),
    not_without("S21.G00.30.010/CCH-11", "009", "010"),
    one_of("S21.G00.30.020/CCH-12", "001", "020"),
    nothing_else("S21.G00.31.001/CCH-12", "001"),
    together("S21.G00.40.063/CCH-11", "062", "063"),
    nothing_else("S21.G00.41.001/CCH-12", "001"),
    nothing_else("S21.G00.41.001/CCH-14", "001", "028"),
    not_without("S21.G00.56.008/CCH-11", "008", "003", "010"),
    not_without("S21.G00.56.010/CCH-11", "010", "003"),
    together("S21.G00.58.002/CCH-14", "001", "002"),
    address("S21.G00.85.004/CCH-12", abroad=("006", "007"), rest=("003", "005", "008", "009")),
    not_without("S21.G00.85.005/CCH-11", "004", "005"),
    one_of("S21.G00.85.011/CCH-11", "006", "011"),
    together("S89.G00.32.003/CCH-11", *FEES_PERSON),
    one_set_of("S89.G00.32.003/CCH-12", FEES_PERSON, FEES_COMPANY),
    together("S89.G00.32.006/CCH-11", *FEES_COMPANY),
    address("S89.G00.32.011/CCH-12", abroad=("013", "014"), rest=("007", "008", "010", "012")),
    not_without("S89.G00.32.012/CCH-11", "011", "012"),
    one_of("S89.G00.67.001/CCH-14", "001", "002"),
    one_of("S89.G00.87.007/CCH-14", "007", "008"),
    one_of("S89.G00.88.008/CCH-14", "008", "009"),
    one_of("S89.G00.89.007/CCH-14", "007", "008"),
    address("S89.G00.91.009/CCH-11", abroad=("011", "012"), rest=("008", "010", "013", "014")),
    not_without("S89.G00.91.010/CCH-11", "009", "010"),
    one_of("S89.G00.91.021/CCH-12", "001", "021"),
    not_without("S89.G00.93.008/CCH-11", "008", "003", "009"),
    not_without("S89.G00.93.009/CCH-11", "009", "003"),
)
