"""Values that go only with some header."""

from tests.plugins.fr_dsn.controls.blocks import IBAN
from tests.plugins.fr_dsn.controls.harness import Example, add, put

DECLARATION, COMPANY, SENDING = "S20.G00.05", "S21.G00.06", "S10.G00.00"
ACCOUNT = add("S21.G00.12", {"001": "01", "002": "AGRIFRPPXXX", "003": IBAN})
FARMING = put("S21.G00.40", "042", "01")
FOR_MSA = put(SENDING, "007", "02")

EXAMPLES = [
    Example(
        "S20.G00.05.008/CCH-11",
        fires=[put(DECLARATION, "008", "02")],
        passes=[put(DECLARATION, "008", "02"), FOR_MSA],
    ),
    Example(
        "S20.G00.05.008/CCH-12",
        fires=[put(DECLARATION, "008", "03"), FOR_MSA],
        passes=[put(DECLARATION, "008", "03")],
    ),
    Example(
        "S20.G00.05.010/SIG-11",
        fires=[put(DECLARATION, "010", "02")],
        passes=[put(DECLARATION, "010", "02"), put(COMPANY, "005", "98800")],
    ),
    Example(
        "S21.G00.11.019/SIG-11",
        fires=[put(SENDING, "002", "TESE")],
        passes=[put(SENDING, "002", "CEA"), put("S21.G00.11", "019", "01")],
    ),
    Example("S21.G00.12.001/CCH-11", fires=[ACCOUNT], passes=[ACCOUNT], passes_base="priming"),
    Example(
        "S21.G00.12.001/CCH-12",
        base="priming",
        fires=[ACCOUNT, put(DECLARATION, "011", "04")],
        passes=[ACCOUNT],
    ),
    Example(
        "S21.G00.40.018/CCH-14",
        fires=[put("S21.G00.40", "018", "300"), FARMING],
        passes=[put("S21.G00.40", "018", "300"), FARMING, FOR_MSA],
    ),
    Example(
        "S21.G00.60.001/CCH-12",
        base="stoppage",
        fires=[put("S21.G00.60", "001", "99")],
        passes=[put("S21.G00.60", "001", "99")],
        passes_base="monthly",
    ),
    Example(
        "S21.G00.60.001/CCH-14",
        base="stoppage",
        fires=[put("S21.G00.60", "001", "15")],
        passes=[put("S21.G00.60", "001", "15")],
        passes_base="monthly",
    ),
    Example(
        "S21.G00.60.011/CCH-12",
        base="resumption",
        fires=[put("S21.G00.60", "011", "02")],
        passes=[put("S21.G00.60", "010", "29032025"), put("S21.G00.60", "011", "02")],
        passes_base="monthly",
    ),
    Example(
        "S21.G00.62.002/CCH-12",
        base="ending",
        fires=[put("S21.G00.62", "002", "998")],
        passes=[add("S21.G00.62", {"001": "31032025", "002": "998"})],
        passes_base="monthly",
    ),
    Example(
        "S21.G00.62.002/CCH-13",
        base="ending",
        fires=[put("S21.G00.62", "002", "099")],
        passes=[add("S21.G00.62", {"001": "31032025", "002": "099"})],
        passes_base="monthly",
    ),
    Example(
        "S21.G00.78.001/CCH-14",
        base="ending",
        fires=[add("S21.G00.78", {"001": "31", "002": "01032025", "003": "31032025", "004": "0.00"})],
        also=["S21.G00.81.001/CCH-15"],
        passes=[add("S21.G00.78", {"001": "03", "002": "01032025", "003": "31032025", "004": "4125.00"})],
    ),
    Example(
        "S21.G00.78.001/CCH-25",
        base="ending",
        fires=[add("S21.G00.78", {"001": "36", "002": "01032025", "003": "31032025", "004": "0.00"})],
        passes=[
            put("S21.G00.40", "022", "01"),
            add("S21.G00.78", {"001": "36", "002": "01032025", "003": "31032025", "004": "0.00"}),
        ],
    ),
]
