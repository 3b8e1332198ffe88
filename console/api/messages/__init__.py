"""Messages: listed, read, sent for a company, answered, recalled."""
