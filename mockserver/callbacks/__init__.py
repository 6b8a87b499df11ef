"""What Voicenter sends to the customer's server, on one delivery path: build, encode, send, judge, record, retry."""
