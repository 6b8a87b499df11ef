"""The exchange itself: scheduler, ids, refusals, and what is told of a call. Decides nothing about how calls go."""
