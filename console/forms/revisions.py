"""A form frozen with its texts: what a draft and a submission remember, so that they stay readable for ever.

Words: the *shape* is the digest of the declaration, the *digest* that of declaration and texts. A corrected translation
makes another revision of the same shape, which drafts follow without a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import msgspec
from msgspec import Struct

from console.forms.declarations import Form, FormFault, from_json, to_json


class Revision(Struct, frozen=True, forbid_unknown_fields=True):
    """A declaration with its texts. Compared and kept by its digest."""

    form: Form
    texts: dict[str, dict[str, str]]
    """Language to message id to text, for every text of the form that has one."""

    @property
    def shape(self) -> str:
        """Give the SHA-256 of the declaration in hexadecimal."""
        return hashlib.sha256(to_json(self.form)).hexdigest()

    @property
    def digest(self) -> str:
        """Give the SHA-256 of declaration and texts in hexadecimal."""
        return hashlib.sha256(to_stored(self)).hexdigest()


def part_of(revision: Revision, *, private: bool) -> Revision:
    """Give the part of a delegated form that the person fills in, or the company's part, as a revision of its own.

    Without private sections everything is the person's; the company's part has no section then. Rules stay with a
    part only where it is the whole form, since a rule may ask for values of both.
    """
    form = revision.form
    if not any(section.private for section in form.sections):
        sections = form.sections if private else ()
    else:
        sections = tuple(section for section in form.sections if section.private == private)
    rules = form.rules if sections == form.sections else ()
    return msgspec.structs.replace(
        revision, form=msgspec.structs.replace(form, sections=sections, rules=rules)
    )


def publish(form: Form, languages: Iterable[str], say: Callable[[str, str], str]) -> Revision:
    """Freeze a form; `say(language, message)` gives a text. Raises `FormFault` when the declaration is unsound.

    It goes through JSON, so that one in code is checked as strictly as one in the database.
    """
    form = from_json(to_json(form))
    messages = sorted(set(form.messages()))
    texts = {
        language: {message: text for message in messages if (text := say(language, message)) != message}
        for language in languages
    }
    return Revision(form, texts)


def to_stored(revision: Revision) -> bytes:
    """Give the canonical JSON that is kept."""
    return msgspec.json.encode(revision, order="deterministic")


def from_stored(data: bytes) -> Revision:
    """Read what `to_stored` gave. Raises `FormFault` when a newer console wrote something this one does not know."""
    try:
        return msgspec.json.decode(data, type=Revision)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise FormFault([str(fault)]) from None
