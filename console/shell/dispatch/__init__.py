"""What leaves for others, as the administrator sees it."""
