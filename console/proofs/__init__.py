"""Proofs of what was sent: frozen with the act, made into a PDF once, verifiable by everybody who holds one."""
