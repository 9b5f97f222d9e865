import pytest

from repcue.core.intent import Misunderstood, Reason, understand
from repcue.core.messages import Intent, Lane, Utterance
from support.english import english


def heard(text: str) -> Utterance:
    return Utterance(text, "script", Lane.NORMAL, (), 1.0, 1.2, 0.0, 1.0)


def test_a_phrase_becomes_its_intent() -> None:
    assert understand(heard("ten reps"), english()) == Intent("set_reps", {"reps": 10}, "ten reps")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("four hundred reps", "400 reps cannot be set; reps go from 1 to 300, in whole numbers."),
        ("zero reps", "0 reps cannot be set; reps go from 1 to 300, in whole numbers."),
        ("twenty and a half reps", "20.5 reps cannot be set; reps go from 1 to 300, in whole numbers."),
        ("three hundred and a half kilos", "300.5 kilos cannot be set; kilos go from 0 to 300, in halves."),
        ("one hundred sixty percent", "160 percent cannot be set; percent go from 1 to 150, in whole numbers."),
        ("add two seconds", "2 seconds cannot be set; seconds go from 5 to 300, in whole numbers."),
        ("feel eleven", "11 is no score; how well you felt it goes from 1 to 5, in whole numbers."),
        ("feel zero", "0 is no score; how well you felt it goes from 1 to 5, in whole numbers."),
    ],
)
def test_a_number_out_of_range_says_what_is_allowed(text: str, sentence: str) -> None:
    assert understand(heard(text), english()) == Misunderstood(text, Reason.BAD_VALUE, sentence)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("tempo four one two eleven", "11 contracted seconds"),
        ("tempo twelve one two zero", "12 eccentric seconds"),
        ("tempo four twenty five explosive zero", "25 stretched seconds"),
        ("tempo four one and a half two zero", "1.5 stretched seconds"),
        ("tempo four one two hundred zero", "200 concentric seconds"),
        ("tempo four one fifteen", "15 concentric seconds"),
        ("tempo 4-1-2-11", "11 contracted seconds"),
    ],
)
def test_a_part_of_a_tempo_that_is_out_of_range_says_which_and_what_is_allowed(text: str, part: str) -> None:
    allowed = "each part of a tempo goes from 0 to 10, in whole numbers, or is explosive or assisted."
    assert understand(heard(text), english()) == Misunderstood(
        text, Reason.BAD_VALUE, f"{part} cannot be set; {allowed}"
    )


@pytest.mark.parametrize(
    "text", ["tempo", "tempo eleven", "tempo four one two two eleven", "tempo four one two please"]
)
def test_what_is_no_whole_tempo_is_no_bad_value(text: str) -> None:
    meant = understand(heard(text), english())
    assert isinstance(meant, Misunderstood)
    assert meant.reason is Reason.NOT_A_COMMAND


def test_telling_what_is_allowed_lets_nothing_more_be_understood() -> None:
    assert english().understand("tempo four one two eleven") is None
    assert english().understand("tempo four one two ten") == Intent(
        "set_tempo",
        {"eccentric": "4", "stretched": "1", "concentric": "2", "contracted": "10"},
        "tempo four one two ten",
    )


def test_what_is_no_command_says_the_nearest() -> None:
    assert understand(heard("next said"), english()) == Misunderstood(
        "next said",
        Reason.NOT_A_COMMAND,
        "'next said' is nothing I know. Did you mean 'next set'? Say 'what can I say' for a few phrases.",
        "next set",
    )


def test_what_is_far_from_all_commands_has_no_nearest() -> None:
    assert understand(heard("tell me a story about a horse"), english()) == Misunderstood(
        "tell me a story about a horse",
        Reason.NOT_A_COMMAND,
        "'tell me a story about a horse' is nothing I know. Say 'what can I say' for a few phrases.",
    )


def test_reasons_are_spelt_as_in_the_event_log() -> None:
    assert [str(reason) for reason in Reason] == ["not_a_command", "bad_value"]
