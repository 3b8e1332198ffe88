"""Public functions of retention.

Words: a *class* says what rows are kept how long from which day; a *holding* is a class with how its rows are found and
erased, a *keeping* a holding with what an institution confirmed; a row is *past* when its time is over; a *proposal* is
how many rows of a class are; a *hold* keeps a person or a dossier from being erased. Nothing here commits.
"""

from console.retention.erasing import (
    ONE_PERSON,
    PAST,
    decide,
    decide_person,
    erase_past,
    erase_person,
    mark_of,
    opened,
    sealed,
)
from console.retention.people import People, hold, number_of, people, release, standing
from console.retention.proposing import Share, proposals, propose, samples, shares
from console.retention.removing import files_in
from console.retention.rules import LONGEST, Keeping, confirm, keeping, keepings

__all__ = [
    "LONGEST",
    "ONE_PERSON",
    "PAST",
    "Keeping",
    "People",
    "Share",
    "confirm",
    "decide",
    "decide_person",
    "erase_past",
    "erase_person",
    "files_in",
    "hold",
    "keeping",
    "keepings",
    "mark_of",
    "number_of",
    "opened",
    "people",
    "proposals",
    "propose",
    "release",
    "samples",
    "sealed",
    "shares",
    "standing",
]
