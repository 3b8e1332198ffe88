"""Contribution calls of a health and welfare insurer: rates by contract, calls by period, what is declared and paid."""
