"""A proxy between an integration and the real Voicenter that writes down what both say, without touching a byte.

Streams of the standard library and no HTTP library: one that parses and writes messages anew changes them (header
names, chunks, what is wrong with them), and none says where a message ends within the bytes that have come.
"""
