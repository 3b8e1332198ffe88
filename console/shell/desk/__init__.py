"""The pages on which the institution's staff work off what was sent."""
