import os
import subprocess
import sys
from dataclasses import replace

import pytest

from repcue.core.errors import DeviceError
from repcue.edges.devices import Device, Direction, devices_from_listing, find_device, headset_warning
from repcue.edges.portaudio import missing_library_sentence, only_python_on_stderr, quiet_stderr, refusal_sentence

BUILT_IN = Device(0, "HDA Intel PCH: ALC256 Analog", "ALSA", 2, 2, 48_000)
SCARLETT = Device(1, "Scarlett 2i2", "ALSA", 2, 2, 44_100)
HDMI = Device(2, "HDMI 0", "ALSA", 0, 8, 48_000)
PULSE = Device(3, "pulse", "ALSA", 32, 32, 44_100, is_default_input=True, is_default_output=True)
DEVICES = [BUILT_IN, SCARLETT, HDMI, PULSE]


def refusal(wanted: str | None, direction: Direction, devices: list[Device]) -> str:
    with pytest.raises(DeviceError) as caught:
        find_device(devices, wanted, direction)
    return str(caught.value)


def test_nobody_chooses_and_the_default_is_taken() -> None:
    assert find_device(DEVICES, None, Direction.SPEAKER) == PULSE


def test_without_a_default_the_first_that_can_is_taken() -> None:
    devices = [HDMI, BUILT_IN]
    assert find_device(devices, None, Direction.MICROPHONE) == BUILT_IN


@pytest.mark.parametrize(
    ("wanted", "found"), [("1", SCARLETT), ("scarlett", SCARLETT), ("  HDMI 0 ", HDMI), ("2i2, alsa", SCARLETT)]
)
def test_a_device_is_found_by_number_or_a_part_of_its_name(wanted: str, found: Device) -> None:
    assert find_device(DEVICES, wanted, Direction.SPEAKER) == found


def test_a_whole_name_wins_over_a_part_of_another() -> None:
    longer = replace(PULSE, device_id=9, name="pulse upmix")
    assert find_device([longer, *DEVICES], "pulse", Direction.SPEAKER) == PULSE


def test_of_several_doors_to_one_device_the_preferred_is_taken() -> None:
    mme = Device(0, "Headphones (USB)", "MME", 0, 2, 44_100)
    wasapi = Device(7, "Headphones (USB)", "Windows WASAPI", 0, 2, 48_000)
    assert find_device([mme, wasapi], "headphones", Direction.SPEAKER) == wasapi


def test_an_unknown_name_gets_the_choices_and_a_guess() -> None:
    assert refusal("Scarlet 2i2", Direction.MICROPHONE, DEVICES) == (
        "No microphone matches 'Scarlet 2i2'. Did you mean 'Scarlett 2i2'? There are: "
        "[0] HDA Intel PCH: ALC256 Analog (ALSA), [1] Scarlett 2i2 (ALSA), [3] pulse (ALSA). "
        "Choose one by number or by a part of its name with --mic."
    )


def test_a_number_that_cannot_do_it_is_unknown() -> None:
    assert refusal("2", Direction.MICROPHONE, DEVICES).startswith("No microphone matches '2'. There are: [0]")


def test_an_empty_name_matches_nothing() -> None:
    assert refusal("", Direction.SPEAKER, DEVICES).startswith("No speaker matches ''.")


def test_an_ambiguous_name_gets_the_candidates() -> None:
    assert refusal("s", Direction.SPEAKER, [SCARLETT, PULSE]) == (
        "Several speakers match 's': [1] Scarlett 2i2 (ALSA), [3] pulse (ALSA). "
        "Choose one by its number with --speaker."
    )


def test_no_device_at_all_is_one_sentence() -> None:
    assert refusal(None, Direction.MICROPHONE, [HDMI]) == (
        "No microphone was found. Connect one and start again; 'repcue devices' lists all devices."
    )


def test_a_listing_becomes_devices() -> None:
    row = {"name": "pulse", "hostapi": 0, "max_input_channels": 32, "max_output_channels": 32}
    listing = [{**row, "default_samplerate": 44_100.0}]
    assert devices_from_listing(listing, [{"name": "ALSA"}], (0, -1)) == [
        Device(0, "pulse", "ALSA", 32, 32, 44_100, is_default_input=True, is_default_output=False)
    ]


def test_on_windows_the_defaults_are_those_of_wasapi() -> None:
    row: dict[str, object] = {
        "name": "Speakers",
        "max_input_channels": 0,
        "max_output_channels": 2,
        "default_samplerate": 48_000.0,
    }
    listing = [{**row, "hostapi": 0}, {**row, "hostapi": 1}]
    host_apis: list[dict[str, object]] = [
        {"name": "MME"},
        {"name": "Windows WASAPI", "default_input_device": -1, "default_output_device": 1},
    ]
    mme, wasapi = devices_from_listing(listing, host_apis, (-1, 0))
    assert not mme.is_default_output
    assert wasapi.is_default_output


@pytest.mark.parametrize(
    "microphone",
    [
        replace(BUILT_IN, name="AirPods Hands-Free AG Audio"),
        replace(BUILT_IN, name="Buds HFP"),
        replace(BUILT_IN, name="Headset (WH-1000XM4)"),
        replace(BUILT_IN, name="bluez_input.AC_12", default_sample_rate=16_000),
    ],
)
def test_a_bluetooth_headsets_microphone_is_warned_of(microphone: Device) -> None:
    assert headset_warning(microphone) == (
        f"The microphone {microphone.name!r} looks like a Bluetooth headset's: while it listens, the earbuds sound "
        "like a telephone. Choose a built-in or USB microphone with --mic if there is one."
    )


def test_other_microphones_are_not_warned_of() -> None:
    assert headset_warning(BUILT_IN) is None
    assert headset_warning(SCARLETT) is None


def test_a_missing_library_names_the_package_of_each_system() -> None:
    assert missing_library_sentence("linux") == (
        "Live sound needs the PortAudio library, which is not installed; install libportaudio2 (sudo apt install "
        "libportaudio2; Fedora: portaudio; Arch: portaudio). Everything else works without it."
    )
    assert "brew install portaudio" in missing_library_sentence("darwin")
    assert "pip install --force-reinstall sounddevice" in missing_library_sentence("win32")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            ("Error opening OutputStream: Invalid sample rate [PaErrorCode -9997]", -9997),
            "The speaker 'HDMI 0' does not work at 96000 frames per second; "
            "choose another with --speaker ('repcue devices' lists them).",
        ),
        (
            ("Error opening OutputStream: Device unavailable [PaErrorCode -9985]", -9985),
            "The speaker 'HDMI 0' is in use by another program or was unplugged; close that program, plug it in "
            "again, or choose another with --speaker ('repcue devices' lists them).",
        ),
        (
            ("Error opening OutputStream: Invalid number of channels [PaErrorCode -9998]", -9998),
            "The speaker 'HDMI 0' does not work with 2 channels; "
            "choose another with --speaker ('repcue devices' lists them).",
        ),
        (
            ("Something else.",),
            "The speaker 'HDMI 0' cannot be opened (Something else); "
            "choose another with --speaker ('repcue devices' lists them).",
        ),
    ],
)
def test_a_device_that_refuses_is_one_sentence(reason: tuple[object, ...], sentence: str) -> None:
    assert refusal_sentence("speaker", "HDMI 0", 96_000, 2, reason) == sentence


def test_chatter_of_c_libraries_does_not_reach_the_screen(capfd: pytest.CaptureFixture[str]) -> None:
    with quiet_stderr():
        os.write(2, b"ALSA lib pcm.c: Unknown PCM cards.pcm.front\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


def test_for_a_session_only_python_writes_to_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    with only_python_on_stderr():
        os.write(2, b"ALSA lib pcm.c: underrun occurred\n")
        sys.stderr.write("The speaker is gone.\n")
    sys.stderr.write("after\n")
    assert capfd.readouterr().err == "The speaker is gone.\nafter\n"


@pytest.mark.slow
def test_importing_the_edges_imports_no_audio_library() -> None:
    program = (
        "import sys, repcue.edges.speaker, repcue.edges.microphone, repcue.edges.devices, repcue.edges.audio_files;"
        "print(sorted({'sounddevice', 'soundfile', 'soxr'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
