"""Documents of dossiers and messages, and files that are uploaded for what will be sent."""
