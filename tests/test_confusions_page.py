from typing import Any

from repcue.documents.confusions import confusions_markdown

ROW = {"distance": 1.5, "pairs": 4, "confused": 1, "right_to_warn": 0.25, "found": 1.0, "per_thousand": 60.0}
TABLE: dict[str, Any] = {
    "benchmark": "confusions",
    "machine": {"processor": "Some CPU", "cores": 2, "python": "3.11.7", "repcue": "0.1.0"},
    "engine": "bundled",
    "model": "pocketsphinx-en-us",
    "voice": "2 synthetic voices",
    "voices": ["ann", "bob"],
    "snr_db": 10.0,
    "conditions": ["quiet", "exercise_bike"],
    "phrases": {"pull up": [2, 2], "stop": [2, 2]},
    "confusions": [
        {"said": "pull up", "heard": "push up", "count": 1, "of": 2, "condition": "quiet", "distance": 0.77},
        {"said": "pull up", "heard": "push up", "count": 2, "of": 2, "condition": "exercise_bike", "distance": 0.77},
        {"said": "stop", "heard": "", "count": 1, "of": 2, "condition": "exercise_bike", "distance": None},
    ],
    "distance": {
        "used": 1.5,
        "pairs": 1200,
        "wrong_hearings": 3,
        "ours": [ROW],
        "plain": [{**ROW, "distance": 1.0}],
    },
}


def test_the_page_names_ear_voices_and_machine_and_counts_by_condition() -> None:
    page = confusions_markdown([TABLE])
    assert "2 phrases; voices: ann, bob.\n" in page
    assert "Ear: bundled (pocketsphinx-en-us); machine: Some CPU, Python 3.11.7, RepCue 0.1.0.\n" in page
    assert "| quiet | 4 | 0.750 | 0.250 | 0.000 |\n" in page
    assert "| exercise bike, 10 dB | 4 | 0.250 | 0.500 | 0.250 |\n" in page


def test_the_worst_phrases_and_pairs_come_first() -> None:
    page = confusions_markdown([TABLE])
    assert page.index("| `pull up` | 1 of 2 | 2 of 2 | `push up` 3 times |") < page.index(
        "| `stop` | 0 of 2 | 1 of 2 |"
    )
    assert "| `pull up` | `push up` | 3 of 4 | 0.77 |\n" in page


def test_the_page_says_how_good_the_distance_is() -> None:
    page = confusions_markdown([TABLE])
    assert "whose distance (`core/phoneme_distance.py`) is 1.5 or less" in page
    assert "any other that could have been heard, 1,200 in all." in page
    assert page.index("| 1.5 | 4 | 1 | 0.25 | 1.00 | 60 |\n") < page.index("| 1 | 4 | 1 | 0.25 | 1.00 | 60 |\n")


def test_a_table_that_was_not_judged_has_no_such_part() -> None:
    page = confusions_markdown([{key: value for key, value in TABLE.items() if key != "distance"}])
    assert "repcue check" not in page


def test_without_a_table_the_page_says_how_to_measure_one() -> None:
    assert confusions_markdown([]).endswith("`python benchmarks/measure_confusions.py --write` measures one.\n")
