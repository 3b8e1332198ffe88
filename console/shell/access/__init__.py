"""The door of the console: user name and password, the second step, a one-time link, signing out."""
