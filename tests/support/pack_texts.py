"""How a pack in a test begins: what has to stand above its exercises."""

from typing import Final

ABOUT: Final = """\
format: 1
id: legs
title: Legs
version: 1.0.0
author: Ann
licence: CC0-1.0
"""
"""Six lines; those of the exercises are counted from the seventh."""
