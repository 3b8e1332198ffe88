"""Companies that are members of an institution; later also persons and establishments."""
