"""Pure stages and the messages between them: no I/O, clocks, threads, logging."""
