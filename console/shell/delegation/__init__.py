"""Pages on which a company hands messages to persons, and follows how far they are."""
