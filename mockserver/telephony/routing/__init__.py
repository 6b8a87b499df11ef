"""Where a caller is routed: IVR layers, External Layer and External IVR, queues, extensions, voicemail, forwarding."""
