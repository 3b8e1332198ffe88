"""Controls that need a list which is published apart from the norm, and the lists that were imported for them."""
