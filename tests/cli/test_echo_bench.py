"""`repcue bench echo`: what cannot be measured is told in a sentence, before anything is loaded."""

import pytest

from cli.running import run


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            ("--level", "loud"),
            "--level 'loud' is no list of numbers from -40 to 40; write it like `--level 10,20`.",
        ),
        (("--level", "10,50"), "--level '10,50' is no list of numbers from -40 to 40; write it like `--level 10,20`."),
        (
            ("--drift", "0,1000"),
            "--drift '0,1000' is no list of numbers from -300 to 300; write it like `--drift 0,100,-100`.",
        ),
    ],
)
def test_a_list_that_is_none_is_refused(options: tuple[str, str], sentence: str) -> None:
    done = run("bench", "echo", *options)
    assert (done.code, done.sentence) == (1, sentence)


def test_a_room_that_is_not_there_is_told() -> None:
    done = run("bench", "echo", "--room", "gym.wav")
    assert done.code == 1
    assert "'gym.wav'" in done.sentence


def test_minutes_have_their_range() -> None:
    done = run("bench", "echo", "--minutes", "601")
    assert done.code == 2
    assert "601" in done.usage_sentence
