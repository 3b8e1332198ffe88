"""Writes the file that enrols companies and insured persons with Prest'IJ (GESTIP): a header and a document, zipped.

The elements of the document are known from readers of others (namespace and version of June 2015); of the header only
its profile is, so that its shape is our own. No schema was found.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

NAMESPACE: Final = "urn:.cnamts:tlsemp:GESTIP"
VERSION: Final = "02.01"
CREATE, REMOVE = "CRE", "SUP"
_FIXED: Final = (1980, 1, 1, 0, 0, 0)
"""The day of everything in the zip, so that the same file is the same bytes."""


@dataclass(frozen=True)
class Cover:
    """One cover of a person."""

    cover: str
    operation: str
    first: date
    until: date | None
    back_to: date | None


@dataclass(frozen=True)
class Person:
    """An insured person with her covers."""

    nir: str
    name: str
    given_name: str
    operation: str
    covers: Sequence[Cover]


@dataclass(frozen=True)
class Company:
    """A company with its persons."""

    number: str
    """SIREN or SIRET."""
    name: str
    operation: str
    people: Sequence[Person]


@dataclass(frozen=True)
class Sending:
    """A file: how header and document are called, when it is made, and who asks."""

    header: str
    document: str
    made_at: datetime
    insurer: str
    """The five signs by which the insurer is known (IP)."""
    companies: Sequence[Company]


def zipped(sending: Sending) -> bytes:
    """Give the file as it leaves; the same sending gives the same bytes."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, root in ((sending.header, _header(sending)), (sending.document, _document(sending))):
            entry = zipfile.ZipInfo(f"{name}.xml", _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, tostring(root, "ISO-8859-1", xml_declaration=True))
    return packed.getvalue()


def _header(sending: Sending) -> Element:
    root = _root("ENTGESTIP", sending.header, sending.made_at)
    index = SubElement(SubElement(root, "Documents"), "Mindex")
    _texts(index, Profil="GESTIP", Identification=sending.document)
    return root


def _document(sending: Sending) -> Element:
    root = _root("GESTIP", sending.document, sending.made_at)
    root.set("xmlns", NAMESPACE)
    insurer = SubElement(root, "IP", Operation=CREATE)
    _texts(insurer, Identite=sending.insurer)
    for one in sending.companies:
        company = SubElement(insurer, "Entreprise", Operation=one.operation)
        _texts(company, Identite=one.number, RaisonSociale=one.name)
        for person in one.people:
            _person(company, person)
    return root


def _person(company: Element, one: Person) -> None:
    person = SubElement(company, "Salarie", Operation=one.operation)
    _texts(person, NIR=one.nir, Nom=one.name, Prenom=one.given_name)
    for cover in one.covers:
        found = SubElement(person, "Prevoyance", Operation=cover.operation)
        _texts(
            found,
            IdCouverture=cover.cover,
            TypePE="IJ",
            DateDebut=cover.first.isoformat(),
            DateFin=cover.until.isoformat() if cover.until else "",
            DateDebutRetro=cover.back_to.isoformat() if cover.back_to else "",
        )


def _root(profile: str, identification: str, made_at: datetime) -> Element:
    root = Element(profile, Profil=profile, Version=VERSION)
    moment = made_at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    _texts(root, Identification=identification, Temps=moment, Fonction="9")
    return root


def _texts(parent: Element, **texts: str) -> None:
    """Add elements with a text; those without one are left out."""
    for name, text in texts.items():
        if text:
            SubElement(parent, name).text = text
