from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.grammar import words_of
from repcue.core.grammar_file import load_grammar
from repcue.core.intents import INTENTS, event_from_intent
from repcue.core.messages import Intent, Lane, SlotValue
from support.english import EXERCISES, SPELLINGS, english

TEMPO = ("eccentric", "stretched", "concentric", "contracted")
SAID: dict[str, tuple[str, dict[str, SlotValue]]] = {
    "incline bench": ("pick_exercise", {"exercise": "incline-bench"}),
    "lat pulldown": ("pick_exercise", {"exercise": "lat-pulldown"}),
    "bench press triceps": ("pick_exercise", {"exercise": "bench-press-triceps"}),
    "next exercise": ("next_exercise", {}),
    "last exercise": ("last_exercise", {}),
    "next set": ("begin_set", {}),
    "begin": ("begin_set", {}),
    "let's go": ("begin_set", {}),
    "lets go": ("begin_set", {}),
    "stop": ("stop_set", {}),
    "stop stop": ("stop_set", {}),
    "rack it": ("stop_set", {}),
    "done": ("stop_set", {}),
    "pause": ("pause_set", {}),
    "hold it": ("pause_set", {}),
    "resume": ("resume_set", {}),
    "carry on": ("resume_set", {}),
    "again": ("repeat_set", {}),
    "one more": ("more_reps", {"reps": 1}),
    "two more": ("more_reps", {"reps": 2}),
    "last one": ("last_rep", {}),
    "slower": ("slower", {}),
    "faster": ("faster", {}),
    "tempo four one two zero": ("set_tempo", dict(zip(TEMPO, "4120", strict=True))),
    "tempo four one explosive zero": ("set_tempo", dict(zip(TEMPO, "41X0", strict=True))),
    "tempo ten zero assisted zero": ("set_tempo", dict(zip(TEMPO, ["10", "0", "A", "0"], strict=True))),
    "tempo three one one": ("set_tempo", dict(zip(TEMPO, "3110", strict=True))),
    "tempo 4 0 1 0": ("set_tempo", dict(zip(TEMPO, "4010", strict=True))),
    "normal tempo": ("normal_tempo", {}),
    "ten reps": ("set_reps", {"reps": 10}),
    "no target": ("set_reps", {"reps": 0}),
    "sixty kilos": ("set_kilos", {"kilos": 60.0}),
    "sixty two and a half kilos": ("set_kilos", {"kilos": 62.5}),
    "62.5 kilos": ("set_kilos", {"kilos": 62.5}),
    "one hundred thirty five pounds": ("set_pounds", {"pounds": 135.0}),
    "one thirty five pounds": ("set_pounds", {"pounds": 135.0}),
    "seventy percent": ("set_percent", {"percent": 70}),
    "easier": ("easier", {}),
    "harder": ("harder", {}),
    "muscle cue": ("muscle_cue", {}),
    "bar cue": ("bar_cue", {}),
    "mix the cues": ("mix_cues", {}),
    "coach decides": ("coach_decides", {}),
    "cue": ("say_cue", {}),
    "another cue": ("another_cue", {}),
    "less talking": ("less_talking", {}),
    "every rep": ("every_rep", {}),
    "stop it": ("stop_set", {}),
    "stop please": ("stop_set", {}),
    "fading cues": ("fading_cues", {}),
    "cues on request": ("cues_on_request", {}),
    "only when i ask": ("cues_on_request", {}),
    "no cues": ("no_cues", {}),
    "skip rest": ("skip_rest", {}),
    "add thirty seconds": ("add_rest", {"seconds": 30}),
    "add a minute": ("add_rest", {"seconds": 60}),
    "time left": ("time_left", {}),
    "how long": ("time_left", {}),
    "how many reps": ("how_many_reps", {}),
    "What's next?": ("whats_next", {}),
    "what tempo": ("what_tempo", {}),
    "why that cue": ("why_cue", {}),
    "repeat that": ("repeat_that", {}),
    "what can I say": ("what_can_i_say", {}),
    "warm up": ("warm_up", {}),
    "feel set": ("feel_set", {}),
    "flex chest": ("flex", {"muscle": "chest"}),
    "tap it": ("tap", {}),
    "feel four": ("feel_score", {"score": 4}),
    "I feel it in my knee": ("wrong_feel", {"place": "knees"}),
    "louder": ("louder", {}),
    "quieter": ("quieter", {}),
    "coach sleep": ("sleep", {}),
    "coach wake up": ("wake", {}),
    "help me": ("help", {}),
    "that hurts": ("hurts", {}),
    "failed": ("failed", {}),
    "undo that": ("undo", {}),
    "end workout": ("end_workout", {}),
    "yes end it": ("confirm_yes", {}),
    "no carry on": ("confirm_no", {}),
}
NOT_SAID = ["", "don't stop", "next to the bench", "stop this", "next", "bench press bench press", "yes", "no", "help"]
NOT_SAID += ["four hundred reps", "zero reps", "tempo four one", "tempo eleven one one zero", "sixty", "next set stop"]
NOT_SAID += ["[unk]", "stop [unk]", "1000 kilos", "62.25 kilos", "feel eleven", "sixty and a half reps"]


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_every_phrase_of_the_design_is_understood(text: str, meant: tuple[str, dict[str, SlotValue]]) -> None:
    intent = english().understand(text)
    assert intent is not None
    assert (intent.name, dict(intent.slots)) == meant
    assert intent.text == " ".join(words_of(text))


@pytest.mark.parametrize("text", NOT_SAID)
def test_a_text_is_understood_whole_or_not_at_all(text: str) -> None:
    assert english().understand(text) is None


def test_every_event_has_phrases_and_every_intent_has_an_event() -> None:
    with_phrases = {intent.name for intent in english().intents if intent.phrases}
    assert with_phrases == set(INTENTS)


def test_slots_are_the_fields_of_the_events() -> None:
    slots = {intent.name: intent.slot_names for intent in english().intents if intent.name in INTENTS}
    assert slots == {name: {each.name for each in fields(event)} for name, event in INTENTS.items()}


def test_every_phrase_fills_every_field_of_its_event() -> None:
    for _, intent in english().sample_phrases(3, 2000):
        event_from_intent(intent)


def test_every_intent_has_a_group_of_the_design_and_says_what_it_does() -> None:
    groups = list(dict.fromkeys(intent.group for intent in english().intents))
    assert groups == ["pick", "set", "tempo and load", "cue", "rest", "ask", "drills", "sound", "safety", "ends"]
    assert all(intent.does.endswith(".") for intent in english().intents)


def test_the_urgent_lane_is_for_stopping_and_safety() -> None:
    urgent = {intent.name for intent in english().intents if intent.lane is Lane.URGENT}
    assert urgent == {"stop_set", "pause_set", "help", "hurts", "unwell", "failed"}
    assert english().lane_of("stop_set") is Lane.URGENT
    assert english().is_urgent("stop")
    assert not english().is_urgent("don't stop")
    assert not english().is_urgent("next set")


def test_no_urgent_phrase_is_the_beginning_of_another_command() -> None:
    urgent = [text for text, intent in english().sample_phrases(1, 1500) if english().is_urgent(text)]
    assert urgent
    assert [text for text in urgent if english().may_mean_another(text)] == []


def test_costly_intents_are_marked() -> None:
    assert english().is_costly("begin_set")
    assert not english().is_costly("end_workout")
    assert not english().is_costly("stop_set")


def test_what_may_go_on_is_known() -> None:
    assert english().may_continue("bench press")
    assert english().may_continue("stop")
    assert english().may_continue("sixty two")
    assert not english().may_continue("rack it")
    assert not english().may_continue("bench pres")
    assert english().may_mean_another("bench press")
    assert english().may_mean_another("hold")
    assert not english().may_mean_another("stop")


def test_our_grammar_is_not_ambiguous() -> None:
    assert english().ambiguous_phrases() == ()


def test_an_ambiguous_grammar_is_found_and_still_decided() -> None:
    grammar = load_grammar(
        "language: en\nlists: {a: [tea, milk tea], b: [{say: tea, is: char}]}\n"
        'intents: {one: {phrases: ["{a}", milk tea]}, two: {phrases: ["{b} now", "{a} now"]}, '
        "three: {phrases: [tea]}}\n",
        source="x.yaml",
    )
    assert grammar.ambiguous_phrases() == ("milk tea", "tea", "tea now")
    assert grammar.understand("tea") == Intent("three", {}, "tea")
    assert grammar.understand("milk tea") == Intent("one", {}, "milk tea")
    assert [dict(each.slots) for each in grammar.readings("tea now")] == [{"b": "char"}, {"a": "tea"}]


def test_a_command_wins_over_an_exercise_of_that_name() -> None:
    grammar = load_grammar(
        'language: en\nlists: {e: {from: packs}}\nintents: {pick: {phrases: ["{e}"]}, stop: {phrases: [done]}}\n',
        source="x.yaml",
        lists={"e": {"done": "done-exercise"}},
    )
    assert grammar.understand("done") == Intent("stop", {}, "done")


def test_split_spellings_are_read_as_the_word() -> None:
    grammar = english().with_spellings(SPELLINGS)
    meant = Intent("pick_exercise", {"exercise": "romanian-deadlift"}, "romanian deadlift")
    assert grammar.understand("romanian dead lift") == meant
    assert grammar.understand("romanian deadlift") == meant
    assert grammar.respell("Lat pull down!") == "lat pulldown"
    assert grammar.respell("pull down") == "pull down"
    assert grammar.respell("Dead what?") == "dead what"
    assert grammar.may_continue("dead")
    assert english().understand("dead lift") is None
    assert "dead" not in grammar.words
    assert {"deadlift", "pulldown"} <= grammar.words


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("next said", "next set"),
        ("inclined bench", "incline bench"),
        ("stopp", "stop"),
        ("tell me a story about a horse", None),
        ("", None),
        ("bed", None),
    ],
)
def test_the_nearest_phrase_is_told_where_one_is_near(text: str, nearest: str | None) -> None:
    assert english().nearest(text) == nearest


def test_words_are_all_words() -> None:
    assert {"incline", "tempo", "ninety", "let's", "half"} <= english().words
    assert "[unk]" not in english().words


def test_samples_are_the_same_for_the_same_seed() -> None:
    assert english().sample_phrases(7, 50) == english().sample_phrases(7, 50)
    assert english().sample_phrases(7, 50) != english().sample_phrases(8, 50)


@settings(deadline=None, derandomize=True, max_examples=50)
@given(st.integers(0, 10_000))
def test_every_sampled_phrase_is_understood_as_it_was_meant(seed: int) -> None:
    for text, intent in english().sample_phrases(seed, 20):
        assert english().understand(text) == intent


@settings(deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*sorted(english().words), "[unk]", "dead", "9", "12.5"]), max_size=9).map(" ".join))
def test_any_salad_of_words_is_taken(text: str) -> None:
    grammar = english()
    intent = grammar.understand(text)
    assert intent is None or intent.text == " ".join(words_of(text))
    assert grammar.is_urgent(text) in {True, False}
    assert grammar.respell(text) == " ".join(words_of(text))
    assert not (intent and grammar.out_of_range(text))
    grammar.may_mean_another(text)


@settings(deadline=None, derandomize=True, max_examples=30)
@given(st.text(max_size=40))
def test_any_text_is_taken(text: str) -> None:
    english().understand(text)
    english().nearest(text)


def test_exercises_come_from_the_caller() -> None:
    for spoken, exercise in EXERCISES.items():
        assert english().understand(spoken) == Intent("pick_exercise", {"exercise": exercise}, spoken)


def test_forms_of_a_text_leave_out_one_word_where_that_means_the_same() -> None:
    grammar = load_grammar(
        "language: en\nintents:\n"
        "  end: {phrases: [end workout|end the workout]}\n"
        "  stop: {phrases: [stop|stop stop]}\n",
        source="test",
    )
    assert grammar.forms_of("end the workout") == ("end the workout", "end workout")
    assert grammar.forms_of("stop stop") == ("stop stop", "stop")
    assert grammar.forms_of("end workout") == ("end workout",)
    assert grammar.forms_of("no phrase") == ("no phrase",)
