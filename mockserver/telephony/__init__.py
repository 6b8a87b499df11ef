"""The simulated phone exchange: clock and scheduler, extensions, agents, calls, queues, campaigns, call log.

Knows no HTTP, no sockets, no wall clock and no global state. Its owner says up to which simulated moment it
may run; what happens is published as plain event objects; what it needs from outside it asks as a question.
"""
