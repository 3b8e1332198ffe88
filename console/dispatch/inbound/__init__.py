"""What other systems bring: pushed to an address of ours, asked for again and again, or left as files."""
