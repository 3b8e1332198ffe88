"""The open API: read-only collections for other systems, generated from what the plugins declare."""
