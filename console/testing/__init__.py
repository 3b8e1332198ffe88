"""What helps to try the console and its plugins without anybody outside."""
