"""What the careful path says of faults of structure, in words that tell what to correct."""

from __future__ import annotations

from console.plugin import N_, Phrase, quoted
from plugins.fr_dsn.norm.norms import YEARS, Norm, blocks, norm_of
from plugins.fr_dsn.rules.controls import words


def malformed(line: str, begins_well: bool) -> Phrase:
    """Say that a line is no record."""
    said = N_("This line is not a record of the form S21.G00.30.001,'value': %(text)s")
    if begins_well:
        said = N_("The value of this record does not end with an apostrophe: %(text)s")
    return Phrase(said, {"text": quoted(line)})


def blank() -> Phrase:
    """Say that a line is blank."""
    return Phrase(N_("This line is blank: delete it."))


def too_long(length: int, most: int) -> Phrase:
    """Say that a record is too long."""
    return Phrase(
        N_("This record has %(length)s characters instead of at most %(most)s."),
        {"length": length, "most": most},
    )


def stray_byte(key: str, character: str) -> Phrase:
    """Say that a value holds a byte that means nothing in ISO-8859-1."""
    said = N_(
        "%(rubric)s holds the byte %(code)s, which ISO-8859-1 does not know: write the file in ISO-8859-1."
    )
    return Phrase(said, {"rubric": words.rubric(key), "code": f"0x{ord(character):02X}"})


def utf8_line() -> Phrase:
    """Say that a line is written in UTF-8 while the file is not."""
    return Phrase(N_("This line is written in UTF-8: write the file in ISO-8859-1."))


def unknown_rubric(key: str, norm: Norm) -> Phrase:
    """Say that the norm has no such rubric, and which other year has it."""
    more = {"rubric": key, "norm": norm.version}
    others = [year for year in YEARS if (other := norm_of(year)) and key in other.rubrics]
    if others:
        said = N_("%(rubric)s is not in the norm %(norm)s, only in %(others)s: leave it out.")
        return Phrase(said, {**more, "others": ", ".join(others)})
    return Phrase(N_("%(rubric)s is not in the norm %(norm)s: leave it out."), more)


def unknown_block(block: str, norm: Norm) -> Phrase:
    """Say that the norm has no such block."""
    more = {"block": block, "norm": norm.version}
    return Phrase(N_("Block %(block)s is not in the norm %(norm)s: leave it out."), more)


def unknown_norm(value: str) -> Phrase:
    """Say that no tables are known for the norm a file names."""
    said = N_("The norm “%(value)s” is not known here, only %(norms)s: check the year of the file.")
    return Phrase(said, {"value": quoted(value), "norms": ", ".join(YEARS)})


def out_of_order(key: str) -> Phrase:
    """Say that a rubric stands after one with a higher number."""
    said = N_("%(rubric)s stands too late in its block: rubrics follow one another by their numbers.")
    return Phrase(said, {"rubric": words.rubric(key)})


def forbidden_rubric(key: str, nature: str) -> Phrase:
    """Say that a rubric may not be given in this nature."""
    said = N_("%(rubric)s may not be given in a declaration of nature %(nature)s: leave it out.")
    return Phrase(said, {"rubric": words.rubric(key), "nature": nature})


def forbidden_block(block: str, nature: str) -> Phrase:
    """Say that a block may not stand in this nature."""
    said = N_("Block %(block)s may not stand in a declaration of nature %(nature)s: leave it out.")
    return Phrase(said, {"block": named(block), "nature": nature})


def missing_rubric(key: str) -> Phrase:
    """Say that a mandatory rubric is absent."""
    return Phrase(N_("%(rubric)s is missing: it is mandatory here."), {"rubric": words.rubric(key)})


def missing_block(block: str, parent: str) -> Phrase:
    """Say that a mandatory block is absent."""
    said = N_("Block %(block)s is missing: there must be one below each %(parent)s.")
    return Phrase(said, {"block": named(block), "parent": parent})


def too_many(block: str, parent: str, most: int) -> Phrase:
    """Say that a block comes too often."""
    said = N_("There is one block %(block)s too many: at most %(most)s may stand below each %(parent)s.")
    return Phrase(said, {"block": named(block), "most": most, "parent": parent})


def second_sending(block: str) -> Phrase:
    """Say that a file holds more than one sending."""
    return Phrase(N_("A second sending begins here: a file holds one block %(block)s."), {"block": block})


def orphan(block: str, parent: str) -> Phrase:
    """Say that the block another one belongs to is absent."""
    said = N_("Block %(block)s stands alone: there is no block %(parent)s above it to which it would belong.")
    return Phrase(said, {"block": named(block), "parent": parent})


def too_late(block: str, parent: str, line: int) -> Phrase:
    """Say that another block came between a block and the one it belongs to."""
    said = N_("Block %(block)s stands too late: it must follow its block %(parent)s of line %(place)s.")
    return Phrase(said, {"block": named(block), "parent": parent, "place": line})


def wrapped() -> Phrase:
    """Say that a file was wrapped by the hub and is no file to deposit."""
    return Phrase(
        N_("This file is a lot as the hub hands it out, not a file to deposit: read it as received.")
    )


def miscounted(key: str, declared: int, counted: int) -> Phrase:
    """Say that a total of the sending is wrong."""
    said = N_("%(rubric)s says %(declared)s, but the file holds %(counted)s.")
    return Phrase(said, {"rubric": words.rubric(key), "declared": declared, "counted": counted})


def no_total(block: str) -> Phrase:
    """Say that the sending does not end."""
    said = N_("Block %(block)s is missing at the end: the file may have been cut off.")
    return Phrase(said, {"block": named(block)})


def named(block: str) -> str:
    """Name a block as in `S21.G00.60 (Arrêt de travail)`; the name is the norm's, in French."""
    known = blocks().get(block)
    return f"{block} ({known.name})" if known else block
