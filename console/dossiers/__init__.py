"""One matter between an institution and a company: what belongs together, and what happened in it."""
