"""What is late or coming, the rules and alerts behind it, and the calendar people subscribe to."""
