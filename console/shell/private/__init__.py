"""The pages of a person without an account, on her phone."""
