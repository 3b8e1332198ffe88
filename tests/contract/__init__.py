"""What holds for every page and plugin alike, asked from outside."""
