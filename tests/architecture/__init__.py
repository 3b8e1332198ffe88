"""Rules of the house that a program can check: who imports whom, which words stay out, what we depend on."""
