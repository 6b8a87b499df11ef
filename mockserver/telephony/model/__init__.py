"""What there is, as plain data: calls and legs, directory, extensions, queues, campaigns, events, records."""
