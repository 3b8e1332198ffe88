"""E-mails: their wording, the message made of it, and the two ways it leaves."""
