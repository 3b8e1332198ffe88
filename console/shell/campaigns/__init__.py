"""The pages on which the institution asks many companies at once."""
