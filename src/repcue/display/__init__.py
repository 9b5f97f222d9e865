"""What a session shows: a full screen to read from two metres, or plain lines for logs."""
