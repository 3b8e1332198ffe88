"""Forms declared once: page, validator, JSON Schema, sheet, paper and e-mail come from the same declaration."""
