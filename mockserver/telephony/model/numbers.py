"""Kinds of numbers."""

from __future__ import annotations

Real = float
"""A ``float`` to calculate with. Elsewhere the compiled form keeps an integer as one where the annotation says `float`,
because it is told as it was given; what is called ``Real`` becomes a C double there, and an integer a float.
"""
