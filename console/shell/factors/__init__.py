"""Second factors: asking for one, and the pages on which a person adds and removes hers."""
