"""Twins of the edges, for tests, rehearsals and programs built on RepCue."""
