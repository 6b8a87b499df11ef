"""What a webhook does on a busy day: whole organizations, simulated at their real pace, delivered by Locust."""
