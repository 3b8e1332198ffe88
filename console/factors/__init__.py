"""What a person has or knows beside her password, and how she shows it."""
