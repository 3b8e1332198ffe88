"""All controls that are declared, from each family."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls import (
    added_2025,
    amount_across,
    amount_bound,
    amount_equal,
    block_presence,
    change_principles,
    clock,
    date_order_cross,
    date_order_same,
    date_vs_month,
    date_within,
    dating_warning,
    equal_upper,
    header,
    nir,
    presence_same,
    reference,
    sending,
    unique,
    value_calendar,
    value_forbidden,
    value_form,
    value_key,
    value_presence_cross,
    value_presence_same,
    value_value_cross,
    value_value_same,
)
from plugins.fr_dsn.rules.controls.declaring import Declared, Rule

FAMILIES: tuple[Declared, ...] = (
    added_2025.DECLARED,
    amount_across.DECLARED,
    amount_bound.DECLARED,
    amount_equal.DECLARED,
    block_presence.DECLARED,
    change_principles.DECLARED,
    clock.DECLARED,
    date_order_cross.DECLARED,
    date_order_same.DECLARED,
    date_vs_month.DECLARED,
    date_within.DECLARED,
    dating_warning.DECLARED,
    equal_upper.DECLARED,
    header.DECLARED,
    nir.DECLARED,
    presence_same.DECLARED,
    reference.DECLARED,
    sending.DECLARED,
    unique.DECLARED,
    value_calendar.DECLARED,
    value_forbidden.DECLARED,
    value_form.DECLARED,
    value_key.DECLARED,
    value_presence_cross.DECLARED,
    value_presence_same.DECLARED,
    value_value_cross.DECLARED,
    value_value_same.DECLARED,
)

DECLARED: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family)
"""Every rule, in no special order; a control is declared once."""
