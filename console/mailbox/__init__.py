"""What institutions and companies write to each other: messages in five folders, delegation, counted folders."""
