"""The second peer of the mailbox's page: Django's admin over the same messages, as it comes, with facets."""
