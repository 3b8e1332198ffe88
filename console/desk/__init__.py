"""How the staff share their work: standard answers, absences, promises, a second person before settling."""
