import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from display.test_fold import view_at
from repcue.core.tempo import Phase
from repcue.display import palette
from repcue.display.canvas import Frame, in_ascii
from repcue.display.screen import screen
from repcue.display.view import HINTS, PhaseSpan, View, with_level

GOLDEN = Path(__file__).parent / "golden"
SECONDS = {"ready": 6.5, "count-in": 11.2, "lifting": 13.6, "resting": 40.0, "muscle": 59.5, "confirming": 77.0}
STRANGE = st.text(max_size=40) | st.sampled_from(["벤치 프레스", "a\x1b[2Jb\nc", "é" * 60, "", "squeeze your chest"])


def text_of(frame: Frame) -> str:
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in frame.lines) + "\n"


def seen(view: View, now_seconds: float = 0.0, width: int = 80, height: int = 24) -> str:
    return text_of(screen(view, now_seconds, width, height))


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("moment", SECONDS)
def test_screens_look_as_they_did(moment: str, size: tuple[int, int], golden: Callable[[Path, str], None]) -> None:
    view = with_level(view_at(SECONDS[moment]), -24.0)
    golden(GOLDEN / f"{moment}.{size[0]}x{size[1]}.txt", seen(view, SECONDS[moment], *size))


SPANS = (PhaseSpan(Phase.ECCENTRIC, 7, 3.0, 4.0), PhaseSpan(Phase.CONCENTRIC, 123, 7.0, 1.0))
VIEWS = st.builds(
    View,
    state=st.sampled_from([*HINTS, "", "unheard of"]),
    exercise=STRANGE,
    side=st.sampled_from(["", "left"]),
    set_number=st.integers(0, 20),
    sets_planned=st.none() | st.integers(1, 20),
    rep_number=st.integers(0, 300),
    target_reps=st.none() | st.integers(1, 300),
    tempo=st.sampled_from(["", "3-1-1-0", "10-0-X-1", "4-A-1-0"]),
    phases=st.sampled_from([(), SPANS]),
    cue=STRANGE,
    focus=st.sampled_from(["internal", "external", "other", "?"]),
    rest_ends_at_seconds=st.floats(0, 6000),
    heard=STRANGE,
    refusal=STRANGE,
    reply=STRANGE,
    level_dbfs=st.none() | st.floats(-200, 20),
    problem=STRANGE,
    underflows=st.integers(0, 10**9),
    engine=STRANGE,
)


@pytest.mark.slow
@settings(deadline=None, derandomize=True, max_examples=150)
@given(view=VIEWS, width=st.integers(0, 320), height=st.integers(0, 90), seconds=st.floats(0, 5000))
def test_every_screen_is_filled_exactly_at_any_size(view: View, width: int, height: int, seconds: float) -> None:
    frame = screen(view, seconds, width, height)
    assert len(frame.lines) == height
    for line in frame.lines:
        assert sum(cell_len(segment.text) for segment in line) == width
        assert all(segment.text.isprintable() for segment in line)


def test_digits_stay_where_they_are_from_nine_to_ten() -> None:
    view = View(state="lifting", target_reps=12, tempo="3-1-1-0")
    nine = seen(replace(view, phases=(PhaseSpan(Phase.ECCENTRIC, 9, 0.0, 3.0),)), 1.0)
    ten = seen(replace(view, phases=(PhaseSpan(Phase.ECCENTRIC, 10, 0.0, 3.0),)), 1.0)
    assert [row[40:] for row in nine.splitlines()] == [row[40:] for row in ten.splitlines()]


def test_an_open_ended_set_shows_no_target() -> None:
    view = View(state="lifting", phases=(PhaseSpan(Phase.ECCENTRIC, 2, 0.0, 3.0),))
    assert "2/" not in seen(view, 1.0, 20, 3)
    assert "2/9" in seen(replace(view, target_reps=9), 1.0, 20, 3)


def test_the_bar_grows_with_the_phase() -> None:
    view = View(state="lifting", phases=(PhaseSpan(Phase.ECCENTRIC, 2, 10.0, 4.0),))
    filled = [max(row.count("█") for row in seen(view, at, 40, 3).splitlines()) for at in (10.0, 12.0, 14.0)]
    assert filled == [0, 19, 38]


def test_the_phase_is_told_by_word_and_colour() -> None:
    for phase, word in palette.PHASE_WORDS.items():
        view = View(state="lifting", phases=(PhaseSpan(phase, 1, 0.0, 3.0),))
        frame = screen(view, 1.0, 40, 4)
        assert word in text_of(frame)
        styles = {segment.style for line in frame.lines for segment in line if word in segment.text}
        assert styles == {palette.PHASE_STYLES[phase]}


def test_refused_words_show_the_reason() -> None:
    assert "✗ “squat” — not now" in seen(View(heard="squat", heard_at_seconds=0.0, refusal="not now"), 3.0)


def test_understood_words_are_marked() -> None:
    assert "✓ “next set”" in seen(View(heard="next set", is_understood=True), 3.0)


def test_a_problem_goes_before_the_coach_and_passes() -> None:
    view = View(reply="Two more.", problem="an audio device is gone", problem_at_seconds=5.0)
    assert "problem: an audio device is gone" in seen(view, 6.0)
    assert "coach: Two more." in seen(view, 60.0)


def test_a_problem_shows_on_the_smallest_screen() -> None:
    assert "problem: gone" in seen(View(problem="gone"), 1.0, 20, 2)


def test_an_alarm_goes_before_everything_and_says_how_it_ends() -> None:
    view = View(problem="gone", problem_at_seconds=5.0, alarm_at_seconds=5.0)
    assert "HELP IS CALLED FOR — “stop” ends the alarm" in seen(view, 6.0)
    assert "HELP" not in seen(view, 12.0)


def test_a_missing_microphone_is_said() -> None:
    assert "no mic" in seen(View(level_dbfs=None))


def test_underflows_are_counted_in_the_header() -> None:
    assert "3 underflows" in seen(View(underflows=3, level_dbfs=-40.0))


def test_hints_are_whole_phrases() -> None:
    assert "say: stop · pause · two more\n" in seen(View(state="lifting"), 0.0, 36, 12)


def test_the_last_seconds_of_a_rest_warn() -> None:
    view = View(state="resting", rest_ends_at_seconds=100.0, rest_planned_seconds=90.0)
    styles = {segment.style for line in screen(view, 91.0, 80, 24).lines for segment in line if "█" in segment.text}
    assert palette.WARNING in styles
    assert palette.STRONG not in styles


def test_nothing_is_lost_without_block_characters() -> None:
    lines = screen(with_level(view_at(13.6), -24.0), 13.6, 80, 24).lines
    for line in lines:
        plain = "".join(segment.text for segment in in_ascii(line))
        assert plain.isascii()
        assert "?" not in plain
        assert len(plain) == 80


def test_no_color_leaves_words_marks_and_bars() -> None:
    file = io.StringIO()
    console = Console(file=file, width=80, height=24, force_terminal=True, no_color=True, color_system="truecolor")
    console.print(screen(view_at(13.6), 13.6, 80, 24), end="")
    written = file.getvalue()
    assert "38;" not in written
    assert "48;" not in written
    assert "LIFTING" in written


def relative_luminance(colour: str) -> float:
    """As WCAG 2.2 defines it."""
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_stand_out_from_the_ground() -> None:
    ground = relative_luminance(palette.GROUND)
    for colour in [*palette.PHASE_COLOURS.values(), *palette.FOCUS_COLOURS.values()]:
        assert (relative_luminance(colour) + 0.05) / (ground + 0.05) >= 7.0, colour


DEUTERAN = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
PROTAN = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
"""Simulation of complete red-green blindness in linear RGB (Machado, Oliveira & Fernandes 2009, severity 1.0)."""


@pytest.mark.parametrize("blindness", [DEUTERAN, PROTAN], ids=["deuteran", "protan"])
def test_moving_and_holding_phases_differ_for_colour_blind_eyes(blindness: tuple[tuple[float, ...], ...]) -> None:
    def as_seen(colour: str) -> list[float]:
        linear = [(int(colour[index : index + 2], 16) / 255) ** 2.2 for index in (1, 3, 5)]
        mixed = [sum(w * c for w, c in zip(row, linear, strict=True)) for row in blindness]
        return [255 * min(1.0, max(0.0, c)) ** (1 / 2.2) for c in mixed]

    colours = [as_seen(colour) for colour in palette.PHASE_COLOURS.values()]
    for index, one in enumerate(colours):
        following = colours[(index + 1) % 4]
        # 30 of 255 steps is several times a just noticeable difference side by side.
        assert sum((a - b) ** 2 for a, b in zip(one, following, strict=True)) ** 0.5 > 30
