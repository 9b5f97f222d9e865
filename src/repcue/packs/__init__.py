"""Cue packs: their shape, reading, checking and reports."""
