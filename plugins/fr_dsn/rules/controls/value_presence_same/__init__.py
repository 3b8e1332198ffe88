"""Controls in which what one rubric says decides whether another one of its block must or may not be there."""

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.value_presence_same import contract, declaration, extras, pay, person

DECLARED: Declared = (
    *declaration.DECLARED,
    *person.DECLARED,
    *contract.DECLARED,
    *pay.DECLARED,
    *extras.DECLARED,
)
