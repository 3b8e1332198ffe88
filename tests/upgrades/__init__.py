"""Databases of landed schemas, brought to the present one."""
