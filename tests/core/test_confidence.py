"""The certainty of a phrase: evidence in, a score out."""

from dataclasses import replace

import pytest

from repcue.core.confidence import (
    Candidate,
    Evidence,
    Opinion,
    Weights,
    best_of,
    confidence,
    features_of,
    likeness,
    needed_score,
)

SAID = Opinion("Next set.", -0.4, 0.05, {"next set": (-0.5, -1.0, -0.3), "next exercise": (-0.5, -6.0)})
EVIDENCE = Evidence((("next", 0.3), ("set", 0.4)), 0.65, ends_as_phrase=True, to_noise_db=40.0, opinion=SAID)
NEXT_SET = Candidate("next set", "begin", 7, behind=0.0, unlikeness=0.0)
NEXT_EXERCISE = Candidate("next exercise", "next", 12, is_best_heard=False, behind=30.0, unlikeness=0.5)
BOTH = (NEXT_SET, NEXT_EXERCISE)


def test_evidence_becomes_bounded_numbers() -> None:
    features = features_of(NEXT_SET, BOTH, EVIDENCE)
    assert features["unexplained_seconds"] == pytest.approx(-0.05)
    assert features["slowest_letter_seconds"] == pytest.approx(0.4 / 3)
    assert features["logprob_gap"] == pytest.approx(0.2)
    assert features["least_logprob"] == -1.0
    assert features["margin"] == pytest.approx(6.5 - 1.8)
    assert (features["likeness"], features["alikeness"], features["behind"]) == (1.0, 1.0, 0.0)
    strange = Opinion("no idea", -0.4, 0.05, {"next set": (-99.0,)})
    far = features_of(
        NEXT_SET, BOTH, replace(EVIDENCE, spoken_seconds=9.0, word_seconds=(("a", 7.0),), opinion=strange)
    )
    assert (far["unexplained_seconds"], far["slowest_letter_seconds"]) == (1.0, 0.4)
    assert all(abs(each) <= 15.0 for each in far.values())


def test_how_well_the_sound_fits_is_the_mean_over_all_frames_and_that_of_the_worst_word() -> None:
    features = features_of(NEXT_SET, BOTH, replace(EVIDENCE, word_fits=(-2.0, -5.5)))
    assert features["fit"] == pytest.approx((0.3 * -2.0 + 0.4 * -5.5) / 0.7)
    assert features["least_fit"] == -5.5
    hopeless = features_of(NEXT_SET, BOTH, replace(EVIDENCE, word_fits=(-30.0, -30.0)))
    assert (hopeless["fit"], hopeless["least_fit"]) == (-12.0, -12.0)
    unknown = features_of(NEXT_SET, BOTH, EVIDENCE)
    assert (unknown["fit"], unknown["least_fit"]) == (0.0, 0.0)
    not_heard = features_of(NEXT_EXERCISE, BOTH, replace(EVIDENCE, word_fits=(-2.0, -5.5)))
    assert (not_heard["fit"], not_heard["least_fit"]) == (0.0, 0.0)


def test_what_the_recogniser_did_not_hear_has_nothing_of_its_words() -> None:
    features = features_of(NEXT_EXERCISE, BOTH, EVIDENCE)
    assert (features["is_best_heard"], features["ends_as_phrase"], features["unexplained_seconds"]) == (0.0, 0.0, 0.0)
    assert features["behind"] == pytest.approx(0.6)
    assert features_of(replace(NEXT_EXERCISE, behind=None), BOTH, EVIDENCE)["behind"] == 2.0


def test_in_quiet_every_piece_of_evidence_may_count_otherwise_than_in_noise() -> None:
    quiet = features_of(NEXT_SET, BOTH, EVIDENCE)
    noisy = features_of(NEXT_SET, BOTH, replace(EVIDENCE, to_noise_db=0.0))
    assert (quiet["quietness"], noisy["quietness"]) == (1.0, -1.0)
    assert quiet["likeness_in_quiet"] == -noisy["likeness_in_quiet"] == quiet["likeness"]


def test_without_a_referee_only_the_ears_own_evidence_counts() -> None:
    features = features_of(NEXT_SET, BOTH, replace(EVIDENCE, opinion=None))
    assert "unexplained_seconds" in features
    assert not {"margin", "likeness", "mean_logprob"} & set(features)


def test_the_candidate_that_most_speaks_for_counts() -> None:
    weights = Weights(-1.0, {"likeness": 2.0})
    best, score = best_of(BOTH, EVIDENCE, weights)
    assert best == NEXT_SET
    assert score == pytest.approx(confidence({"likeness": 1.0}, weights))
    assert best_of((), EVIDENCE, weights) == (None, 0.0)


def test_the_referees_own_text_is_a_rival_by_the_same_measure() -> None:
    alexa = replace(SAID, text="Alexa", own_logprobs=(-0.5, -0.1), logprobs={"next set": (-9.0, -4.0)})
    features = features_of(NEXT_SET, BOTH, replace(EVIDENCE, opinion=alexa))
    assert (features["text_margin"], features["text_mean_margin"]) == (-12.0, -4.0)
    assert features["text_sure"] == pytest.approx(-0.3)
    silent = features_of(NEXT_SET, BOTH, EVIDENCE)
    assert (silent["text_margin"], silent["text_mean_margin"], silent["text_sure"]) == (0.0, 0.0, -4.0)


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
