"""SEPA direct debits: mandates of companies, and collections of what remains of contribution calls."""
