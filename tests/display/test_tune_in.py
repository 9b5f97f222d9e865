"""A tune-in as text."""

from dataclasses import replace

from repcue.core.tune_in import Phase, steps_for
from repcue.core.tune_in_findings import findings_of
from repcue.core.tune_in_measures import EchoPath, Measured, Quiet, Take
from repcue.display.tune_in import plain_ascii, result_text, step_line
from repcue.tuning import Showing

TAKES = (
    Take("stop", "stop", True, 0.97, -30.0, 30.0),
    Take("next set", "next rep", False, 0.41, -32.0, 28.0),
    Take("squat", None, False),
)
MEASURED = Measured(
    microphone="mic",
    speaker="spk",
    engine="bundled",
    sample_rate=48_000,
    quiet=Quiet(48_000, False, -60.0),
    echo=EchoPath(0.143, -21.0),
    takes=TAKES,
    frames_per_second=48_010.0,
    bandwidth_hertz=3_750.0,
)


def test_the_line_of_a_step_tells_what_to_do_how_loud_it_is_and_how_long() -> None:
    step = steps_for(["stop"])[-1]
    line = step_line(Showing(step, Phase.LISTEN, -45.0, 3.6))
    assert line == f"listening  {'Say “stop”.':<38}  {'■' * 15}{'·' * 15}    4 s"
    assert step_line(Showing(step, Phase.PROMPT, -120.0, 0.0)).startswith("wait       Say “stop”.")


def test_the_result_is_a_picture_a_table_and_what_to_do() -> None:
    assert result_text(MEASURED, findings_of(MEASURED, "linux")) == (
        f"{'':<12} -90       -60       -30         0 dBFS\n"
        f"  background {'■' * 10}{'·' * 20}  -60\n"
        f"  your voice {'■' * 20}{'·' * 10}  -31\n"
        f"  coach      {'■' * 17}{'·' * 13}  -39\n"
        "\n"
        "✓ background  -60 dBFS\n"
        "✓ echo        -21 dB, after 143 ms; it is taken out\n"
        "✓ your voice  -31 dBFS, 29 dB over the background\n"
        "✗ bandwidth   up to 3.8 kHz\n"
        "✓ “stop”      heard, score 0.97\n"
        "· “next set”  taken for “next rep”, score 0.41\n"
        "· “squat”     not heard\n"
        "· commands    1 of 3 for certain\n"
        "\n"
        "1. The microphone sounds like a telephone, as a Bluetooth headset does while its microphone is on; commands "
        "are mistaken for one another. Choose the laptop's or a USB microphone with --mic and keep the headset for "
        "sound.\n"
        "2. Say them in one go, as to somebody across the room, and type `repcue tune-in` again.\n"
    )


def test_a_dead_microphone_has_no_picture() -> None:
    dead = replace(MEASURED, is_dead=True, takes=(), echo=EchoPath())
    text = result_text(dead, findings_of(dead, "darwin"))
    assert text.startswith(
        "✗ microphone  digital silence\n\n1. The microphone sends nothing at all. Allow your terminal"
    )


def test_a_terminal_without_block_characters_gets_others() -> None:
    text = plain_ascii(result_text(MEASURED, findings_of(MEASURED, "linux")))
    assert text.isascii()
    assert 'x bandwidth   up to 3.8 kHz\n+ "stop"' in text


def test_bluetooths_better_mode_is_a_note_and_full_sound_is_none() -> None:
    wide = findings_of(replace(MEASURED, bandwidth_hertz=8_000.0), "linux")
    full = findings_of(replace(MEASURED, bandwidth_hertz=16_000.0), "linux")
    slow = findings_of(replace(MEASURED, bandwidth_hertz=8_000.0, sample_rate=16_000), "linux")
    said = ["Nothing above 8 kHz" in "".join(each.advice for each in found) for found in (wide, full, slow)]
    assert said == [True, False, False]
