"""The pages of the mailbox: folders, one message, searching."""
