"""Accounts of insured persons: bound once to an official number, they see their own matters and nothing else."""
