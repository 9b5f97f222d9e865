"""The colours of the screen, told apart by colour-blind eyes too.

Phase and focus colours are those of Okabe & Ito (2008, "Color Universal Design"), brightened where they fell under
a contrast of 7:1 on our dark ground (WCAG 2.2, level AAA). None is the only carrier of what it tells: phases have
their word and arrow, cues their title, answers their mark. Under `NO_COLOR` rich leaves out colour and keeps bold.
"""

from types import MappingProxyType
from typing import Final

from rich.style import Style

from repcue.core.tempo import Phase

GROUND: Final = "#0b0f14"

PHASE_COLOURS: Final = MappingProxyType(
    {
        Phase.ECCENTRIC: "#56b4e9",
        Phase.STRETCHED: "#f0a000",
        Phase.CONCENTRIC: "#1fc796",
        Phase.CONTRACTED: "#e193be",
    }
)

FOCUS_COLOURS: Final = MappingProxyType({"internal": "#ff8a4c", "external": "#7cc4ff", "other": "#d5dbe1"})

PHASE_WORDS: Final = MappingProxyType(
    {
        Phase.ECCENTRIC: "▼ LOWER",
        Phase.STRETCHED: "■ HOLD",
        Phase.CONCENTRIC: "▲ LIFT",
        Phase.CONTRACTED: "■ HOLD",
    }
)
"""What the lifter does in a phase; the load goes down in every eccentric."""

WIDEST_PHASE_WORD: Final = "▼ LOWER"

FOCUS_TITLES: Final = MappingProxyType({"internal": "muscle cue", "external": "bar cue", "other": "cue"})
"""As one asks for them by voice."""


def _ink(colour: str, *, bold: bool = False) -> Style:
    return Style(color=colour, bgcolor=GROUND, bold=bold)


BLANK: Final = _ink("#d5dbe1")
TEXT: Final = _ink("#f2f4f7")
STRONG: Final = _ink("#ffffff", bold=True)
QUIET: Final = _ink("#98a2ad")
TRACK: Final = _ink("#39424d")
"""The part of a bar that is not filled yet."""

GOOD: Final = _ink("#1fc796", bold=True)
WARNING: Final = _ink("#f0e442", bold=True)
PROBLEM: Final = Style(color="#000000", bgcolor="#ff8a4c", bold=True)
ALARM: Final = Style(color="#000000", bgcolor="#ffffff", bold=True)
BADGE: Final = Style(color="#000000", bgcolor="#d5dbe1", bold=True)

PHASE_STYLES: Final = MappingProxyType({phase: _ink(colour, bold=True) for phase, colour in PHASE_COLOURS.items()})
FOCUS_STYLES: Final = MappingProxyType({focus: _ink(colour, bold=True) for focus, colour in FOCUS_COLOURS.items()})
