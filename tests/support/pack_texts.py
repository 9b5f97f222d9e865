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

SQUAT: Final = (
    ABOUT
    + """\
exercises:
  - id: back-squat
    name: Back squat
    aliases: [squat]
    muscles: {primary: [quadriceps]}
"""
)
"""A lift, as far as everybody's is the same; its next key stands in line 12."""
