"""Campaigns: lists, pacing, hours, attempts and retries."""
