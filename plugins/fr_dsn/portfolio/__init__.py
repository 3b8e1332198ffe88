"""The establishments that an account declares for: who looks after which, and until when each is due."""
