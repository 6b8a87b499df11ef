"""Who is there: agents' statuses, whom a queue or a dialer may ring, which calls an extension shows."""
