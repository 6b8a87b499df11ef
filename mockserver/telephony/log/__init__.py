"""The call log: records in SQLite, and how they are searched."""
