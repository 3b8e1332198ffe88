"""One request to many companies, each in its own inbox, once."""
