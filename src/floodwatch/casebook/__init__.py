"""What people decided, and who did what when: one SQLite file beside the cases, or a PostgreSQL database."""
