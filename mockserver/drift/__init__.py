"""The real Voicenter beside the documents: recorded messages judged by the contracts, and what is new in them."""
