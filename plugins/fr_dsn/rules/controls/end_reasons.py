"""Which reasons for the end of a contract (S21.G00.62.002) go with which natures of contract (S21.G00.40.007).

A nature followed by codes in brackets is only allowed with one of these public schemes (S21.G00.40.008). Reasons that
are not in the table, such as a cancellation (099), go with every contract.
"""

from __future__ import annotations

from collections.abc import Mapping

from console.plugin import Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import ONLY, key, pair
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Values

_LASTING = "01 07 08 09 82 91"
_LASTING_OR_OFFICIAL = "01 07 08 09 50 82 91"
_TRIAL = "01 02 03 07 08 09 10 50 82 91 92"
_SHORT = "02 03 10 92"
_EARLY = "01[61,64,65] 02 03 08[64,65] 10 53 54 60 91[61,64,65] 92"
_APPRENTICE = "01[64,65] 03[64,65] 08[64,65] 91[64,65] 02[64,65,81] 92[64,65,81]"

_NATURES: Mapping[str, str] = {
    "011": _LASTING,
    "012": _LASTING,
    "014": "01 07 08 09 50 91",
    "015": "01 07 08 09 82",
    "020": "01 07 08 09 10 50 82 91",
    "025": "01 07 08 09 91",
    "026": "01 09 91",
    "031": "02 10 60 92",
    "033": "02 03 10 92 53 54",
    "034": _TRIAL,
    "035": _TRIAL,
    "036": _EARLY,
    "037": "01[61,64,65] 02 03 08[64,65] 10 60 91[61,64,65] 92",
    "038": _LASTING_OR_OFFICIAL,
    "039": _LASTING_OR_OFFICIAL,
    "043": _LASTING_OR_OFFICIAL,
    "058": _LASTING,
    "059": "01 03 07 08 09 50 82 91",
    "065": "01 02 08 09 10 82 91 92",
    "081": _APPRENTICE,
    "083": "01 02 03 09 10 91 92 53 54",
    "084": _EARLY,
    "086": _LASTING,
    "087": _LASTING_OR_OFFICIAL,
    "088": _LASTING_OR_OFFICIAL,
    "089": _LASTING,
    "091": _LASTING_OR_OFFICIAL,
    "092": _LASTING_OR_OFFICIAL,
    "095": _SHORT,
    "096": _SHORT,
    "097": _SHORT,
    "098": "01 02 09 10 91 92",
    "110": _LASTING_OR_OFFICIAL,
    "111": _LASTING,
    "112": _LASTING,
    "113": "01 07 08 09 91",
    "114": "01 07 08 09 91",
    "115": "01 09 91",
    "117": "01 09 91",
    "118": "32",
    "998": "01 02 03 07 08 09 10 91 92",
    "999": "20 21 29 32 50 51 52 53 54 70 80 81 89 90",
}


def _parted(natures: str) -> dict[str, tuple[str, ...]]:
    """Give the schemes asked for by nature; none: every one is allowed."""
    parts = (entry.rstrip("]").partition("[") for entry in natures.split())
    return {nature: tuple(schemes.split(",")) if schemes else () for nature, _, schemes in parts}


_ALLOWED = {reason: _parted(natures) for reason, natures in _NATURES.items()}


def reason_by_contract(control: str) -> ChainRule:
    """Ask that the reason of an end goes with the nature of its contract, and with its public scheme."""
    reason, nature, scheme = control[:14], key("40.007"), key("40.008")

    def judge(values: Values) -> Phrase | None:
        why, kind, policy = values
        natures = _ALLOWED.get(why or "")
        if natures is None or kind is None:
            return None
        if kind not in natures:
            return _only(pair(reason, why), nature, tuple(natures), kind)
        if not natures[kind] or policy is None or policy in natures[kind]:
            return None
        return _only(f"{pair(reason, why)}, {pair(nature, kind)}", scheme, natures[kind], policy)

    return ChainRule(control, control[:10], (reason, nature, scheme), lambda frame: judge, "002")


def _only(given: str, rubric: str, allowed: tuple[str, ...], value: str) -> Phrase:
    said = {"given": given, "rubric": words.rubric(rubric), "allowed": words.codes(rubric, allowed)}
    return Phrase(ONLY, {**said, "value": words.code(rubric, value)})
