"""What parties do in a call: hold, transfer, spy."""
