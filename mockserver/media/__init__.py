"""Sound: telephone speech (G.711) in RTP, what is played, what is mixed, and what is recorded.

Nothing here knows of SIP or of an exchange's calls: a channel is told what is heard on it.
"""
