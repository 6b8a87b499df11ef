"""Bytes to plain data and back: query, form, JSON, XML-RPC; XML and HTML answers. Knows no phone system."""
