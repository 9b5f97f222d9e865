"""Names that nothing has, settings that cannot be read: one clear message, exit code 1, nothing written."""

from pathlib import Path

import pytest

from cli.running import REHEARSE, left_in, run

PLAN = """\
format: 1
title: Mine
exercises:
  - exercise: inclin bench
    tempo: quick
    reps: many
"""


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--engine", "vosc"), "Unknown engine 'vosc'. Did you mean 'vosk'? There are: auto, bundled, vosk."),
        (("--voice", "coah"), "Unknown voice 'coah'. Did you mean 'coach'? There are: coach, joe, lifter."),
        (
            ("--pack", "essentils"),
            "Unknown pack 'essentils'. Did you mean 'essentials'? There are: essentials, home-basics. "
            "A path to a pack's folder has a / in it.",
        ),
        (("--pack", "./mine"), "There is no pack './mine': mine/pack.yaml does not exist. Check the path."),
        (("--plan", "legs.yaml"), "There is no plan 'legs.yaml'. Check the path."),
    ],
)
@pytest.mark.parametrize("command", [("start", "--plain"), REHEARSE], ids=["start", "rehearse"])
def test_an_unknown_name_is_told_before_anything_is_opened(
    command: tuple[str, ...], options: tuple[str, ...], sentence: str, own_folder: Path
) -> None:
    done = run(*command, *options, "--events", "log.jsonl")
    assert (done.code, done.out, done.sentence) == (1, "", sentence)
    assert left_in(own_folder) == []


@pytest.mark.parametrize("command", [("start", "--plain"), REHEARSE], ids=["start", "rehearse"])
def test_an_unknown_model_is_told_before_anything_is_opened(command: tuple[str, ...]) -> None:
    done = run(*command, "--model", "vosk-model-tiny")
    assert done.code == 1
    assert done.sentence.startswith("Unknown model 'vosk-model-tiny'.")
    assert done.sentence.endswith("Give a model's folder, or type `repcue models get`.")


def test_an_unknown_state_is_told() -> None:
    done = run("say", "stop", "--state", "liftin")
    assert done.code == 1
    assert done.sentence == (
        "Unknown state 'liftin'. Did you mean 'lifting'? "
        "There are: asleep, confirming, count-in, finished, idle, lifting, paused, ready, resting."
    )


def test_every_mistake_of_a_plan_is_told_with_its_place(own_folder: Path) -> None:
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    done = run(*REHEARSE, "--plan", "plan.yaml", "--out", "out.wav")
    assert done.code == 1
    assert "plan.yaml:4:15: exercises[0].exercise: Unknown exercise 'inclin bench'." in done.sentence
    assert "Did you mean 'incline bench'?" in done.sentence
    assert "plan.yaml:5:12: exercises[0].tempo: " in done.sentence
    assert "plan.yaml:6:11: exercises[0].reps: " in done.sentence
    assert done.sentence.endswith("3 problems in 1 plan.")
    assert left_in(own_folder) == ["plan.yaml"]


@pytest.mark.parametrize(
    ("phrase", "reason", "why"),
    [
        ("four hundred reps", "bad_value", "400 reps cannot be set; reps go from 1 to 300, in whole numbers."),
        ("five hundred kilos", "bad_value", "500 kilos cannot be set; kilos go from 0 to 300, in halves."),
        (
            "incline banch",
            "not_a_command",
            "'incline banch' is nothing I know. Did you mean 'incline bench'? Say 'what can I say' for a few phrases.",
        ),
        ("stop", "wrong_state", "No set is running."),
        ("feel nine", "bad_value", "9 is no score; how well you felt it goes from 1 to 5, in whole numbers."),
        (
            "tempo four one two eleven",
            "bad_value",
            "11 contracted seconds cannot be set; each part of a tempo goes from 0 to 10, in whole numbers, "
            "or is explosive or assisted.",
        ),
        (
            "tempo zero zero zero zero",
            "bad_value",
            "Tempo '0-0-0-0' is all zeros; at least one phase must last, "
            "like 3-1-1-0 (lower, pause, lift, pause; X means as fast as possible).",
        ),
    ],
)
def test_a_phrase_that_will_not_do_is_told_why(phrase: str, reason: str, why: str) -> None:
    done = run("say", phrase)
    assert done.code == 0
    assert done.out.endswith(f"refused when ready: {reason}. {why}\n")


def test_broken_settings_are_told_with_their_places(monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
    Path("settings.yaml").write_text("voic: coach\nengine: vosc\nrest_seconds: 5\n", encoding="utf-8")
    monkeypatch.setenv("REPCUE_HOME", str(own_folder))
    done = run("say", "stop")
    assert done.code == 1
    assert "settings.yaml:1:1: unknown key 'voic'. Did you mean 'voice'?" in done.sentence
    assert "settings.yaml:2:9: engine: 'vosc' is no engine." in done.sentence
    assert "settings.yaml:3:15: rest_seconds: " in done.sentence
    assert done.sentence.endswith("3 problems in 1 file.")


def test_settings_that_are_no_text_are_told(monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
    Path("settings.yaml").write_bytes(b"\x00\xff\xfe")
    monkeypatch.setenv("REPCUE_HOME", str(own_folder))
    assert run("say", "stop").code == 1


def test_an_empty_phrase_is_told() -> None:
    done = run("say", " ")
    assert (done.code, done.sentence) == (
        1,
        "The phrase is empty; write what is said, like: repcue say next set.",
    )


@pytest.mark.slow
def test_a_home_that_cannot_be_written_costs_only_the_cache(monkeypatch: pytest.MonkeyPatch, own_folder: Path) -> None:
    Path("home").write_text("a file where a folder should be")
    monkeypatch.setenv("REPCUE_HOME", str(own_folder / "home"))
    done = run("voices", "try", "coach", "next set", "--out", "out.wav")
    assert done.code == 0
    assert done.sentence == (
        f"Rendered speech cannot be kept in '{own_folder}/home/cache/clips' (Not a directory); "
        "the session goes on, and the next start makes it again."
    )
    assert left_in(own_folder) == ["home", "out.wav"]
