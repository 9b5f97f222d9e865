"""Benchmarks that ship with the program: what they measure, anybody can measure."""
