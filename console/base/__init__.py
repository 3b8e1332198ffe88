"""What every other package stands on: errors, clock, ids, figures, database transactions. Imports nothing of ours."""
