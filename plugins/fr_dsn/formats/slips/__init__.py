"""Slips of daily benefits (BPIJ) and the returns of registrations (ARL, CR), as the health insurance sends them."""
