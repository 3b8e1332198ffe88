"""Public functions around accounts of insured persons: the only writer of their bindings, letters and openings.

Words: a *binding* joins an account to an official number, once; a *letter* carries a code of the institution to a
person; an *opening* is an account on its way; a *matter* is one request in her hands, or what she sent. Nothing here
commits; the caller commits a try whatever comes of it.
"""

from console.insured.binding import (
    KIND,
    Insured,
    Newcomer,
    bind,
    has_account,
    insured_of,
    is_bound,
    open_account,
)
from console.insured.codes import TEMPLATES, send
from console.insured.letters import LASTS as LETTER_LASTS
from console.insured.letters import LETTER, issue
from console.insured.matters import Matter, is_about_reader, matters, scope_of
from console.insured.numbers import number_of, spellings
from console.insured.opening import Opening, Proven, Typed, ask, confirm
from console.insured.sight import install

__all__ = [
    "KIND",
    "LETTER",
    "LETTER_LASTS",
    "TEMPLATES",
    "Insured",
    "Matter",
    "Newcomer",
    "Opening",
    "Proven",
    "Typed",
    "ask",
    "bind",
    "confirm",
    "has_account",
    "install",
    "insured_of",
    "is_about_reader",
    "is_bound",
    "issue",
    "matters",
    "number_of",
    "open_account",
    "scope_of",
    "send",
    "spellings",
]
