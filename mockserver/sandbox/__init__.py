"""The control API and the page: everything under ``/_sandbox``, which is this project's own."""
