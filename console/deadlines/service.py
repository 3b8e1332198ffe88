"""Public functions of the deadlines.

Words: a *deadline rule* says how long something may take from an event, as a *span* (`P10D working CH-VD`); it is *in
force* in an institution when a source proves it or an administrator confirmed it. A *due* is one thing that is late or
coming: a message, a dossier, a dispatch, or a *duty*, which a plugin knows. An *alert* tells of it before, on and
after its last day; to *escalate* is to tell the administrators. A *feed* is the secret address of a person's calendar.
Nothing here commits.
"""

from console.deadlines.alerting import alert
from console.deadlines.declarations import Due, Kind, Page, Place, Reader, Wanted
from console.deadlines.duties import declared as duties
from console.deadlines.filling import install
from console.deadlines.options import Alerts, alerts, set_alerts
from console.deadlines.queries import MOST_COUNTED, clocks_of, late_and_coming, number_of
from console.deadlines.rules import Rule, by_rule, confirm, end_of, rule, rules
from console.deadlines.rules import declared as declared_rules

__all__ = [
    "MOST_COUNTED",
    "Alerts",
    "Due",
    "Kind",
    "Page",
    "Place",
    "Reader",
    "Rule",
    "Wanted",
    "alert",
    "alerts",
    "by_rule",
    "clocks_of",
    "confirm",
    "declared_rules",
    "duties",
    "end_of",
    "install",
    "late_and_coming",
    "number_of",
    "rule",
    "rules",
    "set_alerts",
]
