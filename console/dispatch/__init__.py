"""Everything that leaves for another system: one durable outbox and the channels it goes by."""
