"""Recorded traffic: what recordings hold, how it is redacted, written as HAR, and read in whatever form it comes."""
