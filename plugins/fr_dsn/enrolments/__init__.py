"""Enrolment with Prest'IJ: which companies and insured persons the slips of daily benefits come for."""
