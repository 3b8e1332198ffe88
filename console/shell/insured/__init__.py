"""Pages of insured persons with a user account: opening it, their matters, the letters that vouch for them."""
