"""The journal: who did what to which thing, when."""
