"""What is typed wrongly: exit code 2, and what was probably meant."""

import argparse

import pytest

from cli.running import run
from repcue.cli import main


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("stat", "Unknown command 'stat'. Did you mean 'start'? There are: "),
        ("voices tyr coach", "Unknown action 'tyr'. Did you mean 'try'? There are: list, render, try."),
        ("bench timin", "Unknown benchmark 'timin'. Did you mean 'timing'? There are: cost, echo, hearing, timing."),
        ("say stop --stat", "argument --state: expected one argument"),
        ("start --speeker 3", "Unknown option '--speeker'. Did you mean '--speaker'? There are: --engine, --events, "),
        ("devices --jsn", "Unknown option '--jsn'. Did you mean '--json'? There are: --help, --json."),
        ("devices now", "'now' is more than this command takes."),
        ("rehearse", "one of the arguments --script --mic is required"),
        ("rehearse --script a --mic b", "argument --mic: not allowed with argument --script"),
    ],
)
def test_what_nobody_knows_is_told_with_what_was_meant(typed: str, sentence: str) -> None:
    done = run(*typed.split())
    assert (done.code, done.out) == (2, "")
    assert done.usage_sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--tail", "-1", "argument --tail: '-1' is no number from 0 to 86400 seconds."),
        ("--tail", "soon", "argument --tail: 'soon' is no number from 0 to 86400 seconds."),
        ("--tail", "nan", "argument --tail: 'nan' is no number from 0 to 86400 seconds."),
        ("--snr", "loud", "argument --snr: 'loud' is no number from -60 to 120 decibels."),
        ("--music-snr", "inf", "argument --music-snr: 'inf' is no number from -60 to 120 decibels."),
        ("--echo-gain-db", "99", "argument --echo-gain-db: '99' is no number from -120 to 40 decibels."),
        ("--echo-delay-ms", "-3", "argument --echo-delay-ms: '-3' is no number from 0 to 2000 milliseconds."),
        ("--seed", "1.5", "argument --seed: '1.5' is no whole number."),
    ],
)
def test_a_number_out_of_range_is_told_with_the_range(option: str, value: str, sentence: str) -> None:
    done = run("rehearse", "--script", "script.txt", option, value)
    assert (done.code, done.usage_sentence) == (2, sentence)


def test_usage_is_that_of_the_command_that_was_typed() -> None:
    assert run("devices", "--jsn").err.startswith("usage: repcue devices ")


def test_a_bug_of_ours_is_shown_whole_and_told_apart_by_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    def run_into_a_bug(_: argparse.Namespace) -> int:
        raise ZeroDivisionError("reps over sets")

    command_line = argparse.ArgumentParser()
    command_line.set_defaults(run=run_into_a_bug)
    assert main([], command_line) == 70
    err = capsys.readouterr().err
    assert err.startswith("Traceback (most recent call last):\n")
    assert "ZeroDivisionError: reps over sets\n" in err
    assert err.splitlines()[-1].startswith("This is a bug in RepCue ")


def test_a_full_disk_is_no_bug_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    def fill_the_disk(_: argparse.Namespace) -> int:
        raise OSError(28, "No space left on device")

    command_line = argparse.ArgumentParser()
    command_line.set_defaults(run=fill_the_disk)
    assert main([], command_line) == 1
    assert capsys.readouterr().err == "The disk is full; free some space and try again.\n"


def test_a_language_that_is_none_is_told_with_what_to_write() -> None:
    done = run("preview", "plank", "--language", "german")
    assert done.code == 2
    assert "'german' is no language; use two letters, like de, or de-AT." in done.err
