"""Settings: defaults without a file, reports for mistakes."""

from pathlib import Path

import pytest

from repcue.core.errors import SettingsError
from repcue.core.situation import CueFrequency, FocusChoice
from repcue.edges.settings_file import read_settings
from repcue.packs.report import report
from repcue.settings import Settings, load_settings


@pytest.mark.parametrize("text", ["", "\n", "# all as it is\n\n  # really\n"])
def test_nothing_set_is_all_defaults(text: str) -> None:
    assert load_settings(text, "settings.yaml") == (Settings(), ())


def test_the_defaults_are_those_that_are_documented() -> None:
    settings = Settings()
    assert (settings.count, settings.explosive_seconds, settings.count_in_seconds) == ("reps", 1.0, 5)
    assert (settings.voice, settings.packs, settings.engine) == ("coach", ("essentials",), "auto")
    assert (settings.focus, settings.cue_frequency, settings.volume_db) == (FocusChoice.COACH, CueFrequency.COACH, 0.0)


def test_what_is_set_is_taken() -> None:
    text = "count: ticks\nexplosive_seconds: .5\nfocus: internal\npacks: [essentials, ./my pack]\nspeaker: 4\n"
    settings, problems = load_settings(text, "settings.yaml")
    assert not problems
    assert settings is not None
    assert (settings.count, settings.explosive_seconds, settings.focus) == ("ticks", 0.5, FocusChoice.INTERNAL)
    assert (settings.packs, settings.speaker) == (("essentials", "./my pack"), "4")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("count: second", "'second' is no count. Use one of: seconds, reps, ticks. Did you mean 'seconds'?"),
        ("explosive_seconds: 0.1", "'0.1' is too small. Use 0.3 to 3.0."),
        ("count_in_seconds: 20", "'20' is too large. Use 3 to 15."),
        ("volume_db: loud", "'loud' is no number. Write digits, like 62.5. Use -30.0 to 6.0."),
        ("volume_db: nan", "'nan' is no finite number. Write digits, like 62.5. Use -30.0 to 6.0."),
        ("speech_gain_db: 13", "'13' is too large. Use -12.0 to 12.0."),
        ("rest_seconds: 9", "'9' is too small. Use 10 to 900."),
        ("focus: muscle", "'muscle' is no focus. Use one of: coach, internal, external, mix. Did you mean 'internal'?"),
        (
            "cue_frequency: every rep",
            "'every rep' is no cue frequency. Use one of: coach, every_rep, faded, less, on_request, none. "
            "Did you mean 'every_rep'?",
        ),
        ("engine: vosc", "'vosc' is no engine. Use one of: auto, vosk, bundled. Did you mean 'vosk'?"),
        ("packs: []", "this is empty; it needs items. Use at least 1."),
        (
            "packs: essentials",
            "the text 'essentials' stands where a list belongs. "
            "Write each item on its own line after '- ', or all in [ ] with commas between.",
        ),
        ('model: ""', "'' is no name or path. Write it on one line."),
        (
            "voise: coach",
            "unknown key 'voise'. Did you mean 'voice'? Keys here: count, explosive_seconds, count_in_seconds, "
            "rest_seconds, focus, cue_frequency, goal, level, packs, language, voice, volume_db, speech_gain_db, "
            "engine, model, microphone, speaker.",
        ),
    ],
)
def test_a_wrong_setting_is_told(line: str, told: str) -> None:
    settings, [problem] = load_settings(line, "settings.yaml")
    assert settings is None
    assert f"{problem.sentence} {problem.hint}" == told


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.yaml") == Settings()


def test_the_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("voice: lifter\n")
    assert read_settings(tmp_path / "settings.yaml").voice == "lifter"


def test_a_file_with_mistakes_is_raised_as_its_report(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("count: x\nvolume_db: 99\n")
    with pytest.raises(SettingsError) as caught:
        read_settings(file)
    assert str(caught.value) == report(load_settings(file.read_text(), file.as_posix())[1])
    assert str(caught.value).endswith("\n\n2 problems in 1 file.")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_bytes(b"voice: \xff\xfe")
    with pytest.raises(SettingsError, match=r"settings.yaml:1:8: the file is no UTF-8 text\."):
        read_settings(tmp_path / "settings.yaml")


def test_a_language_is_two_letters() -> None:
    assert Settings(language="de-AT").language == "de-AT"
    settings, [problem] = load_settings("language: german", "settings.yaml")
    assert settings is None
    assert "no language" in problem.sentence
