"""Work that no person waits for: due rows in the database, claimed with a lease, run by the embedded worker."""
