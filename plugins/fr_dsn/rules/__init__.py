"""What a DSN must satisfy, and what it means for the month: pure rules."""
