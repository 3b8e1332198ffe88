"""The shell of Guichet: knows no country and no agency. What lives where: docs/architecture.md."""
