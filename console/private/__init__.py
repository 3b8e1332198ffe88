"""How a person without an account comes to her part of a message: identification, visits, what she adds."""
