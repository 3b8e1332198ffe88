"""The words of the console: catalogues laid over each other, their checks, and the translators' file."""
