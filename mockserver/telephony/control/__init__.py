"""What testers do with an exchange, and the whole of it: what it is made of, snapshots, edits of its directory."""
