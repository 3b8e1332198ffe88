"""Pages over forms: filling in, looking at what was sent, importing sheets, preview for administrators."""
