"""The doctor, shown machines that lack one thing or another."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from repcue import doctor
from repcue.core.errors import DeviceError, SettingsError
from repcue.doctor import INSTALL, Finding, State
from repcue.edges.devices import Device
from repcue.edges.voices.open_voice import ListedVoice
from repcue.edges.voices.profile import VoiceProfile
from repcue.settings import Settings

MICROPHONE = Device(0, "USB microphone", "ALSA", 1, 0, 48_000, is_default_input=True)
SPEAKER = Device(1, "Built-in", "ALSA", 0, 2, 48_000, is_default_output=True)
EARBUDS = Device(2, "Earbuds Hands-Free", "ALSA", 1, 1, 16_000)

PACK = """\
format: "1"
id: one
title: One
version: 1.0.0
author: A
licence: CC0-1.0
exercises:
  - id: squat
    name: Squat
    aliases: [squat]
    muscles: {primary: [quads]}
    cues: [{focus: external, rep: push the floor away}]
"""


def all_installed(distribution: str) -> str:
    return "1.0"


def none_installed(distribution: str) -> None:
    return None


def sound(devices: Sequence[Device], settings: Settings | None = None) -> list[Finding]:
    return list(doctor.sound_findings(lambda: devices, lambda: "PortAudio 19", settings or Settings()))


def model_in(folder: Path) -> Path:
    acoustic = folder / "vosk-model-en" / "am" / "final.mdl"
    acoustic.parent.mkdir(parents=True)
    acoustic.touch()
    return folder


@pytest.mark.slow
def test_this_machine_can_be_examined() -> None:
    """Whatever there is here: only that every part finds something and the report is whole."""
    findings = doctor.examine()
    names = [finding.name for finding in findings]
    assert {"repcue", "python", "settings", "PortAudio", "vosk", "bundled ear", "speech", "home folder"} <= set(names)
    assert json.loads(json.dumps(doctor.as_records(findings)))[0] == {
        "name": "repcue",
        "value": findings[0].value,
        "state": "ok",
        "remedy": "",
    }
    assert all(finding.remedy for finding in findings if finding.state is not State.OK)


def test_a_package_that_is_missing_is_named_with_its_remedy() -> None:
    findings = list(doctor.program_findings(lambda name: None if name == "soxr" else "1.0"))
    assert findings[-1] == Finding("soxr", "not installed", State.MISSING, INSTALL)
    assert "soxr" not in findings[-2].value


def test_an_installed_distribution_has_a_version_and_another_has_none() -> None:
    assert doctor.installed_version("numpy")
    assert doctor.installed_version("no-such-distribution") is None


def test_broken_settings_are_reported_and_the_defaults_stand_in(tmp_path: Path) -> None:
    def broken() -> Settings:
        raise SettingsError("settings.yaml:1:1: 'volum' is no setting. Did you mean 'volume_db'?")

    settings, finding = doctor.settings_findings(broken, tmp_path / "settings.yaml")
    assert settings == Settings()
    assert finding.state is State.MISSING
    assert finding.remedy == "settings.yaml:1:1: 'volum' is no setting. Did you mean 'volume_db'?"


def test_settings_that_nobody_wrote_are_all_defaults(tmp_path: Path) -> None:
    _, finding = doctor.settings_findings(Settings, tmp_path / "settings.yaml")
    assert finding == Finding("settings", f"all defaults ({tmp_path / 'settings.yaml'} does not exist)")


def test_without_portaudio_there_is_one_finding_with_the_way_to_install_it() -> None:
    def absent() -> list[Device]:
        raise DeviceError("Live sound needs the PortAudio library.")

    findings = list(doctor.sound_findings(absent, lambda: "", Settings()))
    assert findings == [
        Finding("PortAudio", "not installed", State.MISSING, "Live sound needs the PortAudio library."),
    ]


def test_the_devices_that_a_session_would_take_are_named() -> None:
    assert sound([MICROPHONE, SPEAKER]) == [
        Finding("PortAudio", "PortAudio 19, 2 devices"),
        Finding("microphone", "[0] USB microphone (ALSA)"),
        Finding("speaker", "[1] Built-in (ALSA)"),
    ]


def test_no_microphone_means_no_session() -> None:
    findings = sound([SPEAKER])
    assert findings[1].name == "microphone"
    assert findings[1].state is State.MISSING
    assert findings[1].remedy.startswith("No microphone was found.")
    assert not doctor.is_session_possible(findings)


def test_a_headset_microphone_is_a_warning() -> None:
    findings = sound([MICROPHONE, SPEAKER, EARBUDS], Settings(microphone="Earbuds"))
    assert findings[1].state is State.WARNING
    assert findings[1].remedy.startswith("The microphone 'Earbuds Hands-Free' looks like a Bluetooth headset's")
    assert doctor.is_session_possible(findings)


def test_vosk_with_a_model_and_the_bundled_ear_are_both_fine(tmp_path: Path) -> None:
    vosk, bundled = doctor.hearing_findings(all_installed, [tmp_path / "none", model_in(tmp_path)], "auto")
    assert vosk == Finding("vosk", f"1.0, with vosk-model-en in {tmp_path}")
    assert bundled == Finding("bundled ear", "pocketsphinx 1.0, with its own English model")


def test_without_a_model_the_bundled_ear_is_enough(tmp_path: Path) -> None:
    vosk, bundled = doctor.hearing_findings(all_installed, [tmp_path], "auto")
    assert vosk.state is State.WARNING
    assert vosk.value == "1.0, no model"
    assert vosk.remedy == f"Type `repcue models get`, or put a model into {tmp_path}."
    assert doctor.is_session_possible([vosk, bundled])


def test_without_a_model_the_engine_vosk_cannot_listen(tmp_path: Path) -> None:
    vosk, _ = doctor.hearing_findings(all_installed, [tmp_path], "vosk")
    assert vosk.state is State.MISSING


def test_without_any_ear_there_is_no_session(tmp_path: Path) -> None:
    findings = list(doctor.hearing_findings(none_installed, [model_in(tmp_path)], "auto"))
    assert [finding.state for finding in findings] == [State.MISSING, State.MISSING]
    assert [finding.value for finding in findings] == ["not installed", "not installed"]


COACH = ListedVoice("coach", Path("coach.yaml"), VoiceProfile(engine="pyttsx3", description="one", licence="none"))
JOE = ListedVoice("joe", Path("joe.yaml"), VoiceProfile(engine="piper", description="another", licence="none"))
BROKEN = ListedVoice("broken", Path("broken.yaml"), None, "broken.yaml:1:1: 'rat' is no key.")


def test_the_voice_in_use_is_one_of_the_voices() -> None:
    assert list(doctor.voice_findings(all_installed, [COACH, JOE], "joe")) == [
        Finding("speech", "pyttsx3 1.0, eSpeak NG from espeakng-loader 1.0"),
        Finding("Piper", "1.0"),
        Finding("voices", "coach, joe"),
        Finding("voice in use", "joe"),
    ]


def test_without_an_engine_nobody_speaks() -> None:
    speech, piper, *_ = doctor.voice_findings(none_installed, [COACH], "coach")
    assert speech == Finding("speech", "pyttsx3 or espeakng-loader is not installed", State.MISSING, INSTALL)
    assert piper == Finding("Piper", "not installed; a more natural voice, with `make piper`")


def test_a_voice_of_piper_needs_piper() -> None:
    *_, in_use = doctor.voice_findings(none_installed, [COACH, JOE], "joe")
    remedy = "It needs Piper: run `make piper` in RepCue's folder."
    assert in_use == Finding("voice in use", "joe", State.MISSING, remedy)


def test_an_unknown_voice_gets_a_near_name() -> None:
    *_, in_use = doctor.voice_findings(all_installed, [COACH], "coah")
    remedy = "Unknown voice 'coah'. Did you mean 'coach'? There are: coach."
    assert in_use == Finding("voice in use", "coah", State.MISSING, remedy)


def test_a_broken_voice_is_reported_when_it_is_in_use() -> None:
    *_, in_use = doctor.voice_findings(all_installed, [COACH, BROKEN], "broken")
    assert in_use == Finding("voice in use", "broken", State.MISSING, "broken.yaml:1:1: 'rat' is no key.")
    *_, in_use = doctor.voice_findings(all_installed, [COACH, BROKEN], "coach")
    assert in_use == Finding("voice in use", "coach")


def test_packs_in_use_are_counted(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "pack.yaml").write_text(PACK, encoding="utf-8")
    findings = list(doctor.pack_findings({"one": tmp_path / "one" / "pack.yaml"}, ["one"]))
    assert findings == [Finding("packs", "one"), Finding("packs in use", "one: 1 exercise")]


def test_an_unknown_pack_means_no_session(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "pack.yaml").write_text(PACK, encoding="utf-8")
    _, in_use = doctor.pack_findings({"one": tmp_path / "one" / "pack.yaml"}, ["won"])
    assert in_use.state is State.MISSING
    assert in_use.remedy.startswith("Unknown pack 'won'. Did you mean 'one'?")


def test_no_pack_at_all_means_no_session() -> None:
    assert list(doctor.pack_findings({}, ["essentials"])) == [Finding("packs", "none", State.MISSING, INSTALL)]


def test_a_home_that_is_a_file_cannot_be_written_to(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.touch()
    [finding] = doctor.place_findings({"home folder": home})
    assert finding.state is State.MISSING
    assert finding.value == f"{home}, not writable"
    assert finding.remedy == f"Make {home} a folder that you may write to, or set REPCUE_HOME to another."


def test_a_home_that_is_not_there_yet_is_fine_where_it_can_be_made(tmp_path: Path) -> None:
    home = tmp_path / "not" / "yet"
    assert list(doctor.place_findings({"home folder": home})) == [Finding("home folder", str(home))]
    assert not home.exists()


def test_the_report_aligns_its_columns_and_puts_the_remedy_below() -> None:
    findings = [Finding("repcue", "0.1.0"), Finding("microphone", "none", State.MISSING, "Connect one.")]
    assert doctor.as_text(findings).splitlines() == [
        "ok       repcue      0.1.0",
        "missing  microphone  none",
        "                     Connect one.",
        "",
        "No live session is possible; missing or broken: microphone. `repcue rehearse` works without them.",
    ]


def test_a_report_without_anything_missing_says_how_to_start() -> None:
    text = doctor.as_text([Finding("vosk", "no model", State.WARNING, "Get one.")])
    assert text.endswith("A live session is possible: type `repcue start`.\n")


def test_a_missing_voice_also_stops_rehearsals() -> None:
    text = doctor.as_text([Finding("voice in use", "coah", State.MISSING, INSTALL)])
    assert text.endswith("No live session is possible; missing or broken: voice in use.\n")
