"""Slips of daily benefits (BPIJ): kept once, checked, joined to their stoppage, told to employer and insurer."""
