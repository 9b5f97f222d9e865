"""Fits how certain the bundled ear is of what it heard, and writes the weights that ship with it.

    python benchmarks/fit_confidence.py --recordings FOLDER --phrases FOLDER [--kept evidence.json] [--write]

`--recordings` and `--phrases` are folders as for `benchmarks/hearing_goals.py`, the phrases by voices that its figures
do not use (`benchmarks/synthetic_phrases.py FOLDER --seed 7`, without `--unseen`). What is heard of them is listed in
`bench/evidence_rows.py`: commands in quiet and in noise, orders, single words, and talk, noise and screams.

Right candidates against all others: by gradient boosting of small trees (LightGBM, with the extra `bench`) for the ear
with its referee, by logistic regression with an L2 penalty for the ear alone. The two classes weigh the same, and clips
of the robot eSpeak less. Cross-validated over voices and recordings: no voice and no clip is in both halves. The bias
is set so that 0.5 is where `--recall` of the right commands, clean and by other voices than the robot's, are accepted
in cross-validation. Printed, in cross-validation: what share of commands and how many false commands an hour pass at
several points, and row by row on what a session would act: costly commands need more, what follows talk is refused,
and what was judged ahead of its end counts only where nobody spoke on.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from repcue.bench.evidence import ROBOTS, Seen, collect, to_json
from repcue.bench.evidence_rows import NO_WORD, ROWS, SCREAMS, evidence_parts
from repcue.bench.goal_rows import OURS, Folders
from repcue.bench.goal_run import EarChoice, grammars_of
from repcue.cli.progress import SlowProgress
from repcue.core.confidence import CERTAIN_SCORE, TALK_SCORE
from repcue.core.gate import score_needed_for
from repcue.core.grammar import Grammar
from repcue.core.messages import Lane
from repcue.edges.ears.certainty import ALONE, WITH_REFEREE, weights_for

if TYPE_CHECKING:
    from lightgbm import Booster

HERE: Final = Path(__file__).parent
CHOICE: Final = EarChoice("bundled", None, {name: HERE / f"{name}.yaml" for name in ("orders", "words")})

OWN_FEATURES: Final = (
    "is_best_heard",
    "ends_as_phrase",
    "log_phonemes",
    "unexplained_seconds",
    "slowest_letter_seconds",
    "too_fast",
    "too_slow",
    "fit",
    "least_fit",
)
"""What an ear without a referee goes by."""

ROBOT_WEIGHT: Final = 0.6
FURTHER_WEIGHT: Final = 0.25
"""Of what comes from further folders of talk; with 1, 1,500 near misses would outweigh all recordings, and more clean
commands by robots would be refused."""

ROUNDS: Final = 400
TREES: Final[Mapping[str, Any]] = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 20,
    "min_data_in_leaf": 20,
    "lambda_l2": 3.0,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "deterministic": True,
    "num_threads": 1,
    "seed": 1,
    "verbose": -1,
}
"""Small trees, many of them, each on part of the evidence. In cross-validation a fifth of the commands on an exercise
bike pass that plain weights refused; with ten leaves a fifth more near misses do, with twice as many trees no fewer.
"""

KNOWN_ROWS: Final = frozenset((*(each.row.name for each in ROWS), NO_WORD, SCREAMS))

RECALL_ALONE: Final = 0.984
"""Of an ear without a referee, which tells talk from commands less well: with 0.97 a quarter would be refused."""

FOLDS: Final = 6
PENALTY: Final = 1.0
RECALLS: Final = (0.995, 0.99, 0.985, 0.98, 0.97)
Row = NDArray[np.float64]


def main() -> int:
    """Fit; return the exit code."""
    options = _options()
    if options.kept is not None and options.kept.exists():
        kept = json.loads(options.kept.read_text(encoding="utf-8"))
    elif options.recordings is None or options.phrases is None:
        print("Give --recordings and --phrases, or --kept with what was heard of them before.", file=sys.stderr)
        return 2
    else:
        kept = collected(options)
        if options.kept is not None:
            options.kept.write_text(json.dumps(kept), encoding="utf-8")
    candidates, hours = [Seen(**each) for each in kept["candidates"]], kept["talk_hours"]
    grammar = grammars_of(CHOICE)[OURS]
    fits = {}
    for name, fitter in ((WITH_REFEREE, boosted), (ALONE, weighed)):
        print(f"{name}:")
        recall = options.recall if name == WITH_REFEREE else RECALL_ALONE
        fits[name], scores = fitter(candidates, hours, recall)
        tell_rows(candidates, scores, grammar)
    right = sum(each.is_right for each in candidates)
    source = f"{right} right and {len(candidates) - right} false candidates, with {hours:.2f} hours of talk"
    if options.write:
        text = json.dumps({"fitted_by": "benchmarks/fit_confidence.py", "fitted_on": source, **fits})
        weights_for("bundled").write_text(f"{text}\n", encoding="utf-8")
    return 0


def collected(options: argparse.Namespace) -> dict[str, Any]:
    """Return every candidate of the recordings, and how many hours of talk there were."""
    folders = Folders(options.recordings, options.phrases)
    parts = evidence_parts(folders, grammars_of(CHOICE), others=options.talk, limit=options.limit)
    candidates: list[dict[str, Any]] = []
    seconds = 0.0
    with SlowProgress("Listening") as bar:
        for done, (seen, talk_seconds) in enumerate(collect(parts, CHOICE, options.processes), start=1):
            candidates += to_json(seen)
            seconds += talk_seconds
            bar(done, len(parts))
    # Streams end in any order, and the fit must not depend on it.
    candidates.sort(key=lambda each: (each["clip"], each["segment"], each["phrase"]))
    return {"talk_hours": seconds / 3600.0, "candidates": candidates}


Fit = Callable[[Row, NDArray[np.bool_], Row], Callable[[Row], Row]]
"""What makes a scorer of rows, labels and weights."""


def boosted(candidates: Sequence[Seen], hours: float, recall: float) -> tuple[dict[str, object], Row]:
    """Return a forest as it is stored, and log odds in cross-validation; print what they do."""
    features = tuple(candidates[0].features)
    rows, right, shares = _table(candidates, features)

    def fit(rows: Row, right: NDArray[np.bool_], shares: Row) -> Callable[[Row], Row]:
        forest = _grown(rows, right, shares)
        return lambda others: np.asarray(forest.predict(others, raw_score=True))

    scores = _cross_validated(_folds(candidates), rows, right, shares, fit)
    bar = _tell(candidates, scores, hours, recall)
    trees = _grown(rows, right, shares).dump_model()["tree_info"]
    return {
        "bias": -round(bar, 4),
        "features": features,
        "trees": [_nodes(each["tree_structure"]) for each in trees],
    }, scores - bar


def _table(candidates: Sequence[Seen], features: Sequence[str]) -> tuple[Row, NDArray[np.bool_], Row]:
    rows = np.array([[each.features.get(name, 0.0) for name in features] for each in candidates])
    right = np.array([each.is_right for each in candidates])
    return rows, right, _shares(candidates, right)


def _cross_validated(fold: NDArray[np.int64], rows: Row, right: NDArray[np.bool_], shares: Row, fit: Fit) -> Row:
    """Return every candidate's score by a fit that has seen neither its voice nor its clip."""
    scores = np.zeros(len(rows))
    for number in range(FOLDS):
        kept = fold != number
        scores[~kept] = fit(rows[kept], right[kept], shares[kept])(rows[~kept])
    return scores


def _grown(rows: Row, right: NDArray[np.bool_], shares: Row) -> "Booster":
    from lightgbm import Dataset, train

    return train(dict(TREES), Dataset(rows, right.astype(float), weight=shares), ROUNDS)


def _nodes(root: Mapping[str, Any]) -> list[list[float]]:
    """Return a tree as `core.forest` has it: each node before those below it."""
    nodes: list[list[float]] = []

    def add(node: Mapping[str, Any]) -> int:
        place = len(nodes)
        nodes.append([])
        if "leaf_value" in node:
            nodes[place] = [round(node["leaf_value"], 5)]
        else:
            below = [add(node["left_child"]), add(node["right_child"])]
            nodes[place] = [node["split_feature"], float(f"{node['threshold']:.7g}"), *below]
        return place

    add(root)
    return nodes


def weighed(candidates: Sequence[Seen], hours: float, recall: float) -> tuple[dict[str, object], Row]:
    """Return weights for the ear's own features as they are stored, and log odds as `boosted`."""
    table, right, shares = _table(candidates, OWN_FEATURES)
    means, spreads = table.mean(axis=0), table.std(axis=0) + 1e-9
    rows = np.c_[(table - means) / spreads, np.ones(len(table))]

    def fit(rows: Row, right: NDArray[np.bool_], shares: Row) -> Callable[[Row], Row]:
        weights = regressed(rows, right, shares)
        return lambda others: np.asarray(others @ weights)

    scores = _cross_validated(_folds(candidates), rows, right, shares, fit)
    bar = _tell(candidates, scores, hours, recall)
    weights = regressed(rows, right, shares)
    raw = weights[:-1] / spreads
    listed = {name: round(float(weight), 4) for name, weight in zip(OWN_FEATURES, raw, strict=True)}
    return {"bias": round(float(weights[-1] - raw @ means - bar), 4), "weights": listed}, scores - bar


def _folds(candidates: Sequence[Seen]) -> NDArray[np.int64]:
    groups = sorted({each.group for each in candidates})
    order = np.random.default_rng(0).permutation(len(groups))
    folds = dict(zip(groups, order % FOLDS, strict=True))
    return np.array([folds[each.group] for each in candidates])


def _shares(candidates: Sequence[Seen], right: NDArray[np.bool_]) -> Row:
    """Return what each candidate weighs in the fit."""
    shares = np.where(right, 0.5 / max(1, right.sum()), 0.5 / max(1, (~right).sum())) * len(right)
    robots = np.array([ROBOT_WEIGHT if each.group.startswith(ROBOTS) else 1.0 for each in candidates])
    further = np.array([1.0 if each.row in KNOWN_ROWS else FURTHER_WEIGHT for each in candidates])
    return np.asarray(shares * robots * further, dtype=np.float64)


def _bests(candidates: Sequence[Seen], scores: Row) -> list[int]:
    """Return the place of the best candidate of each segment."""
    best: dict[tuple[str, int], int] = {}
    for place, each in enumerate(candidates):
        key = (each.clip, each.segment)
        if key not in best or scores[place] > scores[best[key]]:
            best[key] = place
    return list(best.values())


def regressed(rows: Row, right: NDArray[np.bool_], shares: Row) -> Row:
    """Return the weights of a penalised logistic regression, by Newton's method; the last column is constant."""
    weights, penalty = np.zeros(rows.shape[1]), np.full(rows.shape[1], PENALTY)
    penalty[-1] = 1e-6
    for _ in range(60):
        likely = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -30.0, 30.0)))
        slope = rows.T @ (shares * (likely - right)) + penalty * weights
        bend = (rows * (shares * likely * (1.0 - likely) + 1e-9)[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def _tell(candidates: Sequence[Seen], scores: Row, hours: float, recall: float) -> float:
    """Print the trade and return the score at the wanted recall."""
    best = [(candidates[place], float(scores[place])) for place in _bests(candidates, scores)]
    right = [(each, score) for each, score in best if each.is_right]
    false = [(each, score) for each, score in best if not each.is_right]
    clear = np.array([score for each, score in right if each.is_clean and not each.group.startswith(ROBOTS)])
    robots = np.array([score for each, score in right if each.is_clean and each.group.startswith(ROBOTS)])
    noisy = np.array([score for each, score in right if not each.is_clean])
    other = np.array([score for each, score in false if not each.is_talk])
    print("  accepted of commands: clean | eSpeak | in noise || other commands accepted | talk, per hour")
    for wanted in RECALLS:
        bar = float(np.quantile(clear, 1.0 - wanted))
        shares = " | ".join(f"{np.mean(each >= bar):.3f}" if len(each) else "-" for each in (clear, robots, noisy))
        others = f"{int(np.sum(other >= bar))} of {len(other)}"
        # A phrase may be scored ahead of its end and at it: one false command.
        talk = [each for each, score in false if each.is_talk and not each.follows_talk and score >= bar]
        heard_in = {(each.clip, each.phrase) for each in talk}
        print(f"  {shares} || {others} | {len(heard_in)}, {len(heard_in) / hours:.1f}")
    bar = float(np.quantile(clear, 1.0 - recall))
    passed = sorted(((score, each) for each, score in false if each.is_talk and score >= bar), key=lambda one: -one[0])
    for score, each in passed[:40]:
        print(f"  {score - bar:+.2f} {each.phrase!r} in {each.clip}")
    return bar


def tell_rows(candidates: Sequence[Seen], log_odds: Row, grammar: Grammar) -> None:
    """Print of each row of commands how many a session would obey, and of all others on how many clips it would act."""
    clips: dict[str, set[str]] = {}
    obeyed: dict[str, set[str]] = {}
    false: dict[str, set[str]] = {}
    for each in candidates:
        clips.setdefault(each.row, set()).add(each.clip)
    for place in _bests(candidates, log_odds):
        each = candidates[place]
        if not _is_acted_on(each, float(log_odds[place]), grammar):
            continue
        (obeyed if each.is_right else false).setdefault(each.row, set()).add(each.clip)
    for row, heard in clips.items():
        right, wrong = len(obeyed.get(row, ())), len(false.get(row, ()))
        print(f"  {row}: of {len(heard)} clips with candidates {right} obeyed, {wrong} taken for another command")


def _is_acted_on(seen: Seen, log_odds: float, grammar: Grammar) -> bool:
    meant = grammar.understand(seen.phrase)
    score = 1.0 / (1.0 + np.exp(-log_odds))
    if meant is None:
        return bool(score >= CERTAIN_SCORE)
    if grammar.lane_of(meant.name) is not Lane.URGENT:
        if seen.is_passed:
            return False
        score -= TALK_SCORE if seen.follows_talk else 0.0
    return bool(score >= score_needed_for(meant, grammar))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fit how certain the bundled ear is of what it heard.")
    parser.add_argument("--recordings", type=Path, metavar="FOLDER", help="recordings of people, noise and music")
    parser.add_argument("--phrases", type=Path, metavar="FOLDER", help="our phrases by synthetic voices")
    parser.add_argument("--talk", type=Path, nargs="+", default=(), metavar="FOLDER", help="more that is no command")
    parser.add_argument("--limit", type=int, help="at most so many clips of each row, drawn at random")
    parser.add_argument("--processes", type=int, default=2, help="streams heard at once (default: 2)")
    parser.add_argument("--recall", type=float, default=0.97, help="share of right commands that pass (0.97)")
    parser.add_argument("--kept", type=Path, help="where features are kept, so that they are computed once")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
