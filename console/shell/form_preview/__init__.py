"""Every form of the institution as people and machines get it, and the way to bring in one of its own."""
