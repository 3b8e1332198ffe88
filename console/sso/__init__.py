"""Single sign-on beside passwords: an institution's own provider says who somebody is."""
