"""The returns of registrations: ARL says which documents came in, CR what became of each operation in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from console.plugin import N_, Finding, Phrase, quoted

from .outline import Node, Shape

_STATES = ("A", "R")


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is said of a document, or of one operation in it; parts that are missing are None."""

    document: str | None = None
    state: Literal["A", "R"] | None = None
    """Accepted or refused."""
    cause: str | None = None
    label: str | None = None
    activity: str | None = None
    """What was checked: `CTRDOC`, `CRE` ..."""
    company: str | None = None
    """SIREN, SIRET or IRCEM number, as written."""
    operation: str | None = None
    """`CRE`, `SUP` or `SUPCRE`."""
    nir: str | None = None


@dataclass(frozen=True, slots=True)
class Returns:
    """A return as it was read: what it says, the header first; `faults` are refusals."""

    kind: str
    """`ARL` or `CR`."""
    identification: str | None
    answers: tuple[Diagnosis, ...]
    faults: tuple[Finding, ...] = ()


def _diagnosis(node: Node) -> Diagnosis:
    company = node.part("Entreprise") or {}
    return Diagnosis(
        None,
        _state(node),
        node.text("Cause"),
        node.text("Libelle"),
        node.text("Activite"),
        company.get("company"),
        company.get("operation"),
        company.get("nir"),
    )


def _state(node: Node) -> Any:
    text = node.text("Etat")
    if text in _STATES:
        return text
    said = Phrase(N_("“%(value)s” is neither A (accepted) nor R (refused)."), {"value": quoted(text or "")})
    node.faults.add("STATE", said, node.line, "business")
    return None


def _company(node: Node) -> dict[str, str | None]:
    person = node.part("Salarie") or {}
    operation = _operation(node) or person.get("operation")
    return {"company": node.text("Identite"), "operation": operation, "nir": person.get("nir")}


def _person(node: Node) -> dict[str, str | None]:
    return {"nir": node.text("NIR"), "operation": _operation(node)}


def _operation(node: Node) -> str | None:
    return node.attributes.get("Operation", "").strip()[:20] or node.text("Operation")


def _named(node: Node) -> str | None:
    return node.text("Identification")


def _document(node: Node) -> list[Diagnosis]:
    return _own(node, node.part("Mindex"))


def _header(node: Node) -> list[Diagnosis]:
    return _own(node, node.text("Identification")) + _of_documents(node)


def _own(node: Node, document: str | None) -> list[Diagnosis]:
    """Give what is said of a document; nothing said is an answer without a state."""
    said = node.all("Diagnostic") or (Diagnosis(),)
    return [replace(one, document=document) for one in said]


def _of_documents(node: Node) -> list[Diagnosis]:
    return [answer for document in node.all("DiagDocument") for answer in document]


def _returns(node: Node) -> Returns:
    header = [answer for part in node.all("DiagEntete") for answer in part]
    answers = tuple(header + _of_documents(node))
    if not answers:
        said = Phrase(N_("This return says nothing of any document."))
        node.faults.add("MISSING", said, node.line)
    return Returns(node.name, node.text("Identification"), answers)


_PERSON = Shape(_person, frozenset({"NIR", "Operation"}))
_COMPANY = Shape(_company, frozenset({"Identite", "Operation"}), {"Salarie": _PERSON}, frozenset({"Salarie"}))
_DIAGNOSIS = Shape(
    _diagnosis, frozenset({"Etat", "Cause", "Libelle", "Activite"}), {"Entreprise": _COMPANY},
    frozenset({"Entreprise"}),
)  # fmt: skip
_MINDEX = Shape(_named, frozenset({"Identification"}))
_DOCUMENT = Shape(
    _document, frozenset(), {"Mindex": _MINDEX, "Diagnostic": _DIAGNOSIS}, frozenset({"Mindex"})
)
_HEADER = Shape(_header, frozenset({"Identification"}), {"Diagnostic": _DIAGNOSIS, "DiagDocument": _DOCUMENT})

RETURNS = Shape(
    _returns, frozenset({"Identification"}), {"DiagEntete": _HEADER, "DiagDocument": _DOCUMENT},
    frozenset({"DiagEntete"}),
)  # fmt: skip
"""The outline of both returns: in a CR the documents may stand without header."""
