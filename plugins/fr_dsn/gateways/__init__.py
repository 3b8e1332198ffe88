"""The systems outside with which the gateway speaks, each with its simulator beside it."""
