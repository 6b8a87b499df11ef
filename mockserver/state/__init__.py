"""What an organization keeps beside its exchange: clock, journal, faults, session recording, realtime settings."""
