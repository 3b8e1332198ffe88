"""Why a typed figure was refused: a code with values. `words.say` puts it in the reader's language."""

from collections.abc import Mapping
from types import MappingProxyType


class Misread(ValueError):
    """A text that cannot be taken as a figure without guessing.

    Compared by code and values. `code` is one of the keys of `words.SENTENCES`; `params` holds the text as typed
    and what the sentence needs. For `two_readings`, `params["grouped"]` and `params["parts"]` are both possible values.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, object] = MappingProxyType(params)

    def __str__(self) -> str:
        return f"{self.code} {dict(self.params)}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Misread) and (self.code, self.params) == (other.code, other.params)

    def __hash__(self) -> int:
        return hash(self.code)

    def __reduce__(self) -> tuple[object, ...]:
        # Exceptions are copied by their arguments, which here are named.
        return _misread, (self.code, dict(self.params))


def _misread(code: str, params: dict[str, object]) -> Misread:
    return Misread(code, **params)
