"""The systems that a fund's announcements are handed to."""
