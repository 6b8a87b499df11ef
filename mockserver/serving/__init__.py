"""The server: HTTP and sockets on one port, in a command or a thread, and the thread that keeps time going."""
