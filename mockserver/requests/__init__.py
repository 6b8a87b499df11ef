"""A request's way to the function that answers it: whose it is, what it may, which error it gets."""
