"""The page over what an institution asks of people who sign in."""
