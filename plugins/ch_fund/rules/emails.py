"""E-mail addresses that could exist. Nothing is sent to find out."""

from __future__ import annotations


def usual_email(text: str) -> str | None:
    """Give an address in its usual form, the domain in small letters; None when it cannot exist."""
    # Imported here: its tables of letters would cost every start.
    from email_validator import EmailNotValidError, validate_email

    try:
        return str(validate_email(text, check_deliverability=False, test_environment=True).normalized)
    except EmailNotValidError:
        return None
