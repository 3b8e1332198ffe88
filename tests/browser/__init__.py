"""The console in a real browser: accessibility, keyboard, phone, dark, without script."""
