"""The forms of the fund: each file declares one, as a person of the trade would read it out."""

from .employee_entry import EMPLOYEE_ENTRY
from .general_question import GENERAL_QUESTION
from .instalment_request import INSTALMENT_REQUEST
from .training_confirmation import TRAINING_CONFIRMATION
from .training_delegation import TRAINING_DELEGATION

FORMS = (EMPLOYEE_ENTRY, TRAINING_CONFIRMATION, TRAINING_DELEGATION, INSTALMENT_REQUEST, GENERAL_QUESTION)
