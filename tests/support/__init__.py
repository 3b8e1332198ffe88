"""What tests share: a house with invented institutions, on SQLite and on PostgreSQL."""
