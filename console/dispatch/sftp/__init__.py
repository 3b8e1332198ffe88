"""Files on an agency's SFTP server: ours put there whole or not at all, theirs fetched and laid aside."""
