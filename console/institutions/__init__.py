"""Tenants: who they are, which plugins they use, and the scope that keeps their rows apart."""
