"""Stand-ins for the outside services: they speak the real protocol on the loopback, and keep a ledger."""
