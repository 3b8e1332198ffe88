"""The Modules page: what an institution uses, its settings, and what a switch would change for whom."""
