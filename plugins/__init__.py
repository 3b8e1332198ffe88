"""The plugins that Guichet ships; others arrive by pip through the same entry-point group."""
