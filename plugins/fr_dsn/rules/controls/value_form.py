"""Forms of names, mail addresses, contract numbers, technical numbers and job titles (norm, 4.4.8 to 4.4.11)."""

from __future__ import annotations

import re
from collections.abc import Callable

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Declared, Values

FIRST_OF_NTT = N_("%(rubric)s: “%(value)s” must begin with 1 (man) or 2 (woman).")
NO_SPACE = N_("%(rubric)s: “%(value)s” may not contain a space.")
SEPARATORS = N_(
    "%(rubric)s: in “%(value)s” a hyphen, an apostrophe or a space stands at a wrong place. "
    "Keep one between two letters."
)
TITLE = N_("%(rubric)s: “%(value)s” begins with a title. Give the name alone.")
NAMELESS = N_("%(rubric)s: “%(value)s” and the name “%(name)s” cannot both say that nothing is known.")
STRANGE_CHARACTER = N_("%(rubric)s: “%(value)s” holds %(character)s, which a contract number may not.")
NO_MAIL_ADDRESS = N_("%(rubric)s: “%(value)s” is no mail address as the norm allows it.")
JOB_TITLE = N_(
    "%(rubric)s: “%(value)s” must begin with a letter or digit and may not repeat a character three times in a row."
)

_PLAIN = re.compile(r"(?!(?i:MONSIEUR|M|MADAME|MME) )'?[^ '\-]+(?:[ '\-][^ '\-]+)*")
"""A name without a title whose words are parted by one sign each."""
_TOGETHER = re.compile(r"[ '\-]{2}")
_TITLED = re.compile(r"(?:MONSIEUR|M|MADAME|MME) ", re.IGNORECASE)
_DOUBLE_NAME = re.compile(r"(.*[^ '\-])--([^ \-].*)")
_NOT_IN_CONTRACT = re.compile(r"[^A-Za-z0-9\- .@/_àéèêëïôç]")
_END = r"[A-Za-z0-9](?:[A-Za-z0-9._\-]*[A-Za-z0-9])?"
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?"
_MAIL = re.compile(rf"{_END}@{_DOMAIN}")
_POINT_INSIDE = re.compile(r"[A-Za-z0-9]\.[A-Za-z0-9]")
_REPEATED = re.compile(r"(?![iI0-9])(.)\1\1|(?:iiii|IIII)")

Form = Callable[[str], str | None]
"""Gives the sentence about what is wrong with a value, or None."""


def name_fault(value: str, double: bool = False, title: bool = True) -> str | None:
    """Give what is wrong with a name (4.4.8); a family name may be a `double` one, parted by two hyphens."""
    if value.isalpha() or _PLAIN.fullmatch(value):
        return None
    if title and _TITLED.match(value):
        return TITLE
    parted = _DOUBLE_NAME.fullmatch(value) if double else None
    parts = parted.groups() if parted else (value,)
    return SEPARATORS if any(_ill_separated(part) for part in parts) else None


def _ill_separated(part: str) -> bool:
    return part[:1] in ("-", " ") or part[-1:] in ("-", "'", " ") or bool(_TOGETHER.search(part))


def place_fault(value: str) -> str | None:
    """Give what is wrong with a place name (4.4.9): a point may be followed by a space, nothing else may touch."""
    ends = value[:1] + value[-1:]
    if any(mark in ends for mark in "' -.") or re.search(r"[ '\-.]{2}", value.replace(". ", " ")):
        return SEPARATORS
    return None


def mail_fault(value: str, apart: bool = True) -> str | None:
    """Give what is wrong with a mail address (4.4.10); `apart`: no two of point, hyphen, underscore in a row."""
    _, _, domain = value.partition("@")
    held = _MAIL.fullmatch(value) and _POINT_INSIDE.search(domain)
    touching = re.search(r"[._\-]{2}", value) if apart else ".." in value
    return NO_MAIL_ADDRESS if not held or touching else None


def contact_mail_fault(value: str) -> str | None:
    """Give what is wrong with the mail address of a person."""
    return mail_fault(value, apart=False)


def contract_fault(value: str) -> str | None:
    """Give what is wrong with a contract number (4.4.11)."""
    return STRANGE_CHARACTER if _NOT_IN_CONTRACT.search(value) or value != value.strip(" ") else None


def job_fault(value: str) -> str | None:
    """Give what is wrong with a job title; an i may come three times in a row (as a Roman three), a digit always."""
    return JOB_TITLE if _REPEATED.search(value) or not value[:1].isalnum() else None


def _first(value: str) -> str | None:
    return None if value[:1] in ("1", "2") else FIRST_OF_NTT


def _unspaced(value: str) -> str | None:
    return NO_SPACE if " " in value else None


def _family_name(value: str) -> str | None:
    return name_fault(value, double=True)


def _contact(value: str) -> str | None:
    return name_fault(value, title=False)


def _of(form: Form, *controls: str, forgettable: bool = False) -> list[BlockRule]:
    return [BlockRule(control, (control[11:14],), _judge(control, form), forgettable) for control in controls]


def _judge(control: str, form: Form) -> Callable[[Values], Phrase | None]:
    def judge(values: Values) -> Phrase | None:
        value = values[0]
        message = None if value is None else form(value)
        return None if value is None or message is None else _phrase(control, message, value)

    return judge


def _phrase(control: str, message: str, value: str) -> Phrase:
    more: dict[str, object] = {"rubric": words.rubric(control[:14]), "value": words.text(value)}
    if message is STRANGE_CHARACTER:
        strange = _NOT_IN_CONTRACT.search(value)
        more["character"] = f"“{strange.group()}”" if strange else "“ ”"
    return Phrase(message, more)


def _first_names(control: str, family_name: str) -> BlockRule:
    """Check first names; SP (without first name) may not go with SN (without name)."""

    def judge(values: Values) -> Phrase | None:
        value, name = values
        if value is None:
            return None
        message = name_fault(value)
        if message is None and name is not None and (value.upper(), name.upper()) == ("SP", "SN"):
            more = {"rubric": words.rubric(control[:14]), "value": value, "name": name}
            return Phrase(NAMELESS, more)
        return None if message is None else _phrase(control, message, value)

    return BlockRule(control, (control[11:14], family_name), judge, forgettable=True)


DECLARED: Declared = (
    *_of(_contact, "S10.G00.02.002/CSL-11"),
    *_of(mail_fault, "S10.G00.02.004/CSL-11", "S20.G00.07.003/CSL-11"),
    *_of(name_fault, "S20.G00.07.001/CSL-11", "S89.G00.32.002/CSL-11", "S89.G00.32.003/CSL-11"),
    *_of(name_fault, "S21.G00.30.003/CSL-11", "S89.G00.91.003/CSL-11", forgettable=True),
    *_of(
        _family_name,
        "S21.G00.30.002/CSL-11",
        "S21.G00.31.009/CSL-11",
        "S89.G00.91.002/CSL-11",
        forgettable=True,
    ),
    _first_names("S21.G00.30.004/CSL-11", "002"),
    _first_names("S21.G00.31.010/CSL-11", "009"),
    _first_names("S89.G00.91.004/CSL-11", "002"),
    *_of(place_fault, "S21.G00.30.007/CSL-11"),
    *_of(contact_mail_fault, "S21.G00.30.018/CSL-11", "S89.G00.91.015/CSL-11", forgettable=True),
    *_of(
        _first,
        "S21.G00.30.020/CSL-11",
        "S89.G00.67.002/CSL-11",
        "S89.G00.87.008/CSL-11",
        "S89.G00.88.009/CSL-11",
        "S89.G00.89.008/CSL-11",
        "S89.G00.91.021/CSL-11",
        forgettable=True,
    ),
    *_of(
        _unspaced,
        "S21.G00.30.020/CSL-12",
        "S89.G00.67.002/CSL-12",
        "S89.G00.87.008/CSL-12",
        "S89.G00.88.009/CSL-12",
        "S89.G00.89.008/CSL-12",
        "S89.G00.91.021/CSL-15",
        forgettable=True,
    ),
    *_of(
        contract_fault,
        "S21.G00.34.002/CSL-11",
        "S21.G00.40.009/CSL-11",
        "S21.G00.51.010/CSL-11",
        "S21.G00.52.006/CSL-11",
        "S21.G00.54.005/CSL-14",
        "S21.G00.86.005/CSL-11",
    ),
    *_of(job_fault, "S21.G00.40.006/CSL-11"),
)
