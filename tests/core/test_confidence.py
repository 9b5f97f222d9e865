"""The certainty of a phrase: evidence in, a score out."""

from dataclasses import replace

import pytest

from repcue.core.confidence import Evidence, Opinion, Weights, confidence, features_of, likeness, needed_score

SAID = Opinion("next set", (-0.5, -1.0, -0.3), "Next set.", -0.4, 0.05)
EVIDENCE = Evidence("next set", (("next", 0.3), ("set", 0.4)), 0.65, ends_as_phrase=True, opinion=SAID)


def test_evidence_becomes_bounded_numbers() -> None:
    features = features_of(EVIDENCE)
    assert features["unexplained_seconds"] == pytest.approx(-0.05)
    assert features["slowest_letter_seconds"] == pytest.approx(0.4 / 3)
    assert features["logprob_gap"] == pytest.approx(0.2)
    assert features["least_logprob"] == -1.0
    assert features["likeness"] == 1.0
    strange = replace(SAID, phrase_logprobs=(-99.0,), text="no idea")
    far = features_of(replace(EVIDENCE, spoken_seconds=9.0, word_seconds=(("a", 7.0),), opinion=strange))
    assert (far["unexplained_seconds"], far["slowest_letter_seconds"]) == (1.0, 0.4)
    assert (far["logprob_gap"], far["least_logprob"]) == (8.0, -14.0)


def test_without_a_referee_only_the_ears_own_evidence_counts() -> None:
    assert set(features_of(replace(EVIDENCE, opinion=None))) == {
        "ends_as_phrase",
        "log_letters",
        "unexplained_seconds",
        "slowest_letter_seconds",
    }


def test_likeness_is_to_the_phrase_that_fits_best() -> None:
    shorter = Opinion("end workout", (-0.5,), "End workout", -0.4, 0.05)
    features = features_of(Evidence("end the workout", (("end", 0.3),), 0.3, ends_as_phrase=True, opinion=shorter))
    assert features["likeness"] == 1.0


def test_a_score_stays_between_0_and_1_whatever_the_evidence() -> None:
    for weight in (-1e6, 0.0, 1e6):
        assert 0.0 <= confidence({"likeness": 1.0}, Weights(0.0, {"likeness": weight})) <= 1.0


def test_going_round_in_circles_is_no_unlikeness_but_going_on_is() -> None:
    assert likeness("next set", "Next set, next set, next") == 1.0
    assert likeness("how long", "How long have you been") < 0.6
    assert likeness("next set", "") == 0.0


def test_what_costs_must_be_more_certain_and_what_stops_less() -> None:
    assert needed_score(is_costly=False, is_urgent=False) == 0.5
    assert needed_score(is_costly=True, is_urgent=False) > 0.5
    assert needed_score(is_costly=False, is_urgent=True) < 0.5
