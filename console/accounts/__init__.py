"""People: sign-in, memberships, roles, rights in themes, revocable sessions."""
