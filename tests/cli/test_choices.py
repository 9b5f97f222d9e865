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


STATES = "asleep, confirming, count-in, finished, idle, lifting, paused, ready, resting"
GOALS = "control, hypertrophy, power, skill, strength"
LEVELS = "advanced, novice, trained"
FOCUSES = "coach, external, internal, mix"


@pytest.mark.parametrize(
    ("typed", "what", "meant", "there_are"),
    [
        ("start --engine vosc", "engine", "vosk", "auto, bundled, vosk"),
        ("rehearse --script script.txt --engine sphinx", "engine", "bundled", "auto, bundled, vosk"),
        ("tune-in --engine bundeld", "engine", "bundled", "auto, bundled, vosk"),
        ("bench cost --engine vosc", "engine", "vosk", "auto, bundled, vosk"),
        ("bench echo --engine vosc", "engine", "vosk", "auto, bundled, vosk"),
        ("bench hearing --clips a.csv --mixing peek", "mixing", "peak", "active, peak"),
        ("bench hearing --clips a.csv --kind comand", "kind", "command", "command, order, other_speech, word"),
        ("say stop --state liftin", "state", "lifting", STATES),
        ("why plank --goal strenth", "goal", "strength", GOALS),
        ("why plank --goal size", "goal", "hypertrophy", GOALS),
        ("why plank --level begginer", "level", "novice", LEVELS),
        ("why plank --level advancd", "level", "advanced", LEVELS),
        ("why plank --level zzz", "level", "", LEVELS),
        ("why plank --set-type warmup", "set type", "warm-up", "feel, light, max, warm-up, work"),
        ("why plank --focus muscle", "focus", "internal", FOCUSES),
        ("preview plank --focus bar", "focus", "external", FOCUSES),
        ("preview plank --goal streng", "goal", "strength", GOALS),
        ("pack record legs squat --form reps", "form", "rep", "key, rep, set"),
    ],
)
def test_a_choice_that_is_none_is_told_with_the_nearest_before_anything_is_opened(
    typed: str, what: str, meant: str, there_are: str, own_folder: Path
) -> None:
    done = run(*typed.split())
    near = f" Did you mean '{meant}'?" if meant else ""
    assert (done.code, done.out) == (2, "")
    assert done.usage_sentence == f"Unknown {what} {typed.rsplit(maxsplit=1)[-1]!r}.{near} There are: {there_are}."
    assert left_in(own_folder) == []


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("--level novice", ""),
        ("--level=novice", ""),
        ("--level", ""),
        ("--level begginer", " 'begginer' is no level. Use one of: novice, trained, advanced. Did you mean 'novice'?"),
        ("--level=novis", " 'novis' is no level. Use one of: novice, trained, advanced. Did you mean 'novice'?"),
    ],
)
def test_an_option_that_is_a_setting_is_told_with_where_it_is_written(typed: str, wrong: str, own_folder: Path) -> None:
    done = run("start", *typed.split())
    said, _, rest = done.usage_sentence.partition("write `level:` into ")
    assert (done.code, said) == (2, "'--level' is no option here but a setting: ")
    assert rest.partition("settings.yaml.")[2] == wrong
    assert left_in(own_folder) == []


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
