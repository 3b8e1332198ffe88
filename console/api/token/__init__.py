"""OAuth 2 tokens for keys."""
