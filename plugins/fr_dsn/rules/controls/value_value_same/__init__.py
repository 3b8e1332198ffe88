"""Controls in which one value of a block allows or forbids values of another rubric of the same block."""

from plugins.fr_dsn.rules.controls.declaring import Declared
from plugins.fr_dsn.rules.controls.value_value_same import contract, others

DECLARED: Declared = (*others.DECLARED, *contract.DECLARED)
