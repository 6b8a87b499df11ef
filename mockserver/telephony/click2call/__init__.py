"""Click2Call: a phone is rung, then a target."""
