"""Pages over people and rights: the matrix of an institution, one person in it, and a person's own mandates."""
