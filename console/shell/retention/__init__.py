"""Pages over retention, and over what is held of one person."""
