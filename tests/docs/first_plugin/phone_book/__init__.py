"""Whom to call at each company."""

from console.plugin import Manifest

MANIFEST = Manifest("phone_book", "Phone book", "Whom to call.", version="1.0", console=">=0.1,<1")
