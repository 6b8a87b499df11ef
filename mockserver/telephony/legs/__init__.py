"""One leg of a call: dialling, answering, failing, hanging up, its record and its recording."""
