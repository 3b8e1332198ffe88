"""The institution's side of the open API, for its core system: everything is named by that system's own references."""
