"""What a file declares, typed: declarations with their totals, contracts, stoppages and endings."""
