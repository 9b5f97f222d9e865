"""Ears: recognisers behind one protocol."""
