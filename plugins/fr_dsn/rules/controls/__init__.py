"""The numbered controls of the norm, each declared once by its official number."""
