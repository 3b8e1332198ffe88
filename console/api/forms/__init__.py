"""The forms of a plugin: which there are, what their values look like, whether values are right."""
