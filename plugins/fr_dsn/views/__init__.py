"""The page on which people try DSN files."""
