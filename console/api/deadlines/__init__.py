"""What is due until when."""
