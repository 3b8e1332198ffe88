"""The page of the API keys: which systems have one, what they may do, and until when."""
