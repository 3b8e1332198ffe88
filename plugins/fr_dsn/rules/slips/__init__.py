"""What slips of daily benefits say together: periods, totals, balances, and the stoppages they belong to."""
