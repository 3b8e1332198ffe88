"""What accounts deposit: files and their declarations, the hub's returns, and what follows for each month."""
