"""What several declarations mean together: which hold, which replace others, and what is known of stoppages."""
