"""Signal processing in numpy."""
