"""Text in, speech out: pyttsx3 in a worker process, Piper, and people's own recordings behind one port."""
