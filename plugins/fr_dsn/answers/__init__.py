"""What the commands answer: documents for programs, and the same for people."""
