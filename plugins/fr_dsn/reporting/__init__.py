"""What became of work stoppages, counted: nothing of a person."""
