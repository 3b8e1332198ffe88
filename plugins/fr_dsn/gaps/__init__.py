"""What is missing in the declarations of accounts: found by rules, followed up by the institution's staff."""
