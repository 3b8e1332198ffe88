"""How long an institution keeps what, what is past its time, and what it erases."""
