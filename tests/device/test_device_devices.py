import json

import pytest

from device.null_sinks import NullSinks

pytestmark = [pytest.mark.device, pytest.mark.slow]

PROGRAMS = "device.programs"


def test_the_sound_server_is_the_default_at_48_kilohertz(pulse: NullSinks) -> None:
    assert pulse.run(f"{PROGRAMS}.find").stdout == "default ALSA 48000\n"


def test_a_device_is_found_by_a_part_of_its_name(pulse: NullSinks) -> None:
    assert pulse.run(f"{PROGRAMS}.find", "PUL").stdout == "pulse ALSA 48000\n"


def test_an_unknown_device_gets_the_choices(pulse: NullSinks) -> None:
    assert pulse.run(f"{PROGRAMS}.find", "pulze").stdout == (
        "No speaker matches 'pulze'. Did you mean 'pulse'? There are: [0] pulse (ALSA), [1] default (ALSA). "
        "Choose one by number or by a part of its name with --speaker.\n"
    )


def test_without_a_sound_server_or_card_there_is_one_sentence(pulse: NullSinks) -> None:
    done = pulse.run(f"{PROGRAMS}.find", PULSE_SERVER="unix:/nowhere")
    assert done.stdout == ("No speaker was found. Connect one and start again; 'repcue devices' lists all devices.\n")
    assert done.stderr == ""


def test_a_sound_server_that_dies_is_noticed_and_its_return_is_heard(mortal_pulse: NullSinks) -> None:
    program = mortal_pulse.start(f"{PROGRAMS}.lose")
    assert program.stdout is not None
    assert program.stdout.readline() == "playing\n"
    mortal_pulse.kill()
    lost = json.loads(program.stdout.readline())
    assert not lost["lost_before"]
    assert lost["lost_seconds"] < 1.5
    assert lost["close_seconds"] < 1.0
    mortal_pulse.revive()
    output, errors = program.communicate(timeout=20)
    back = json.loads(output)
    assert back["frames"] > 0
    assert all(sentence.startswith("No speaker was found.") for sentence in back["refusals"])
    assert errors == ""
