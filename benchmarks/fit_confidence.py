"""Fits how certain the bundled ear is of what it heard, and writes the weights that ship with it.

    python benchmarks/fit_confidence.py --commands FOLDER --talk FOLDER [--noise noise.wav --snr 10 ...] \
        [--kept features.json] [--write]

FOLDER: recordings with a manifest.csv (`bench/hearing_clips.py`). `--commands` are our own phrases, as
`benchmarks/synthetic_phrases.py` says them with many voices; `--talk` is speech that is no command. All of it is
streamed through the ear as in a session, with a certainty that is never certain, so that every candidate for anything
that is heard is seen, with the evidence for it, when it would be judged ahead of its end and at the end.

Right candidates against all others: by gradient boosting of small trees (LightGBM, with the extra `bench`) for the ear
with its referee, by logistic regression with an L2 penalty for the ear alone. The two classes weigh the same, and clips
of the robot eSpeak less. Cross-validated over voices and recordings: no voice and no clip is in both halves. The bias
is set so that 0.5 is where `--recall` of the right commands, clean and by other voices than the robot's, are accepted
in cross-validation. Printed: what share of commands and how many false commands an hour pass at several points.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from repcue.bench.hearing_clips import LabelledClip, read_manifest
from repcue.bench.hearing_stream import Mixing, Stream, Surroundings
from repcue.core.confidence import Weights, features_of
from repcue.core.grammar import Grammar
from repcue.core.sound_alike import SoundAlikes
from repcue.core.units import EAR_RATE
from repcue.edges.audio_files import read_audio_at
from repcue.edges.ears.certainty import ALONE, WITH_REFEREE, Certainty, weights_for
from repcue.edges.ears.decoder import Judged, SpokenSegment
from repcue.edges.ears.front import SuppressingFront, open_front
from repcue.edges.ears.listener import Listener
from repcue.edges.ears.pronunciation import pronunciations_for
from repcue.edges.ears.sphinx import SphinxDecoder
from repcue.edges.ears.whisper import WhisperReferee
from repcue.prepare import Wanted, prepare

if TYPE_CHECKING:
    from lightgbm import Booster

OWN_FEATURES: Final = (
    "is_best_heard",
    "ends_as_phrase",
    "log_phonemes",
    "unexplained_seconds",
    "slowest_letter_seconds",
    "too_fast",
    "too_slow",
)
"""What an ear without a referee goes by."""

ROBOT_WEIGHT: Final = 0.6
ROUNDS: Final = 400
TREES: Final[Mapping[str, Any]] = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 10,
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
"""Small trees, many of them, each on part of the evidence. Twice as many and larger ones were no better in
cross-validation, and a fifth of the commands on an exercise bike that plain weights refused pass."""

FOLDS: Final = 6
PENALTY: Final = 1.0
ROBOTS: Final = "espeak"
RECALLS: Final = (0.995, 0.99, 0.985, 0.98, 0.97)
Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """One candidate for something that was heard."""

    features: Mapping[str, float]
    is_right: bool
    is_talk: bool
    """Whether no command was said at all; else another one."""

    is_clean: bool
    group: str
    """The voice, or the recording."""

    segment: int
    """The same for the candidates of one sound."""

    clip: str
    phrase: str
    follows_talk: bool = False
    """Whether it comes so soon after other talk that nothing ordinary is obeyed."""


class Witness:
    """Notes the evidence, and is never certain."""

    def __init__(self, certainty: Certainty) -> None:
        self._certainty = certainty
        self.seen: list[list[tuple[str, dict[str, float]]]] = []

    def judge(self, segment: SpokenSegment) -> Judged:
        """Note what is known of a segment."""
        candidates, evidence = self._certainty.weighed(segment)
        if candidates:
            self.seen.append([(each.phrase, features_of(each, candidates, evidence)) for each in candidates])
        return Judged(segment.phrase, 0.0)

    def close(self) -> None:
        """Give the referee's model back."""
        self._certainty.close()


def main() -> int:
    """Fit; return the exit code."""
    options = _options()
    if options.kept is not None and options.kept.exists():
        kept = json.loads(options.kept.read_text(encoding="utf-8"))
    else:
        kept = collected(options)
        if options.kept is not None:
            options.kept.write_text(json.dumps(kept), encoding="utf-8")
    candidates, hours = [Seen(**each) for each in kept["candidates"]], kept["talk_hours"]
    fits = {}
    for name, fitter in ((WITH_REFEREE, boosted), (ALONE, weighed)):
        print(f"{name}:")
        fits[name] = fitter(candidates, hours, options.recall)
    right = sum(each.is_right for each in candidates)
    source = f"{right} right and {len(candidates) - right} false candidates, with {hours:.2f} hours of talk"
    if options.write:
        text = json.dumps({"fitted_by": "benchmarks/fit_confidence.py", "fitted_on": source, **fits})
        weights_for("bundled").write_text(f"{text}\n", encoding="utf-8")
    return 0


def collected(options: argparse.Namespace) -> dict[str, object]:
    """Return every candidate of the recordings, and how many hours of talk there were."""
    prepared = prepare(Wanted())
    grammar, said = prepared.grammar, prepared.catalogue.pronunciations()
    candidates: list[Seen] = []
    commands = read_manifest(options.commands / "manifest.csv", grammar, kinds=("command", "other_speech"))
    talk = read_manifest(options.talk / "manifest.csv", grammar, kinds=("other_speech", "word"))
    noisy = [each for each in commands if each.expected is not None]
    for clips, surroundings in [(commands, Surroundings()), (talk, Surroundings()), *_noises(noisy, options)]:
        candidates += heard(clips, surroundings, grammar, said)
        print(f"{len(candidates)} candidates", file=sys.stderr)
    stream = Stream(talk, Surroundings(), 0)
    hours = sum(each.frames for each in stream.placed) / EAR_RATE / 3600
    return {"talk_hours": hours, "candidates": [asdict(each) for each in candidates]}


def heard(
    clips: Sequence[LabelledClip], surroundings: Surroundings, grammar: Grammar, said: Mapping[str, str]
) -> Iterator[Seen]:
    """Yield what the ear makes of clips, in the order of time."""
    decoder = SphinxDecoder(pronunciations_for(grammar.language).with_words(said))
    decoder.learn(grammar.words)
    graph = grammar.to_word_graph(decoder.spell)
    decoder.set_grammar(graph)
    nothing = Weights(0.0, {})
    alikes = SoundAlikes(graph, decoder.phonemes_of)
    witness = Witness(Certainty(nothing, nothing, grammar, alikes, WhisperReferee()))
    front, _ = open_front(SuppressingFront)
    ear = Listener(decoder, grammar, respell=grammar.respell, front=front, certainty=witness)
    stream = Stream(clips, surroundings, 0)
    starts = [each.start_seconds for each in stream.placed]
    for block in stream.blocks():
        ear.feed(block)
        for candidates in witness.seen:
            # A command is judged 0.1 s and more after it.
            number = max(0, int(np.searchsorted(starts, block.started_at_seconds - 0.1)) - 1)
            clip = stream.placed[number].clip
            for phrase, features in candidates:
                meant = grammar.understand(phrase)
                yield Seen(
                    features=features,
                    is_right=bool(clip.expected and meant and clip.expected.is_met_by(meant)),
                    is_talk=clip.expected is None,
                    is_clean=surroundings.noise is None,
                    group=clip.file.split("/")[0] if clip.expected else clip.file,
                    segment=round(1000.0 * block.started_at_seconds),
                    clip=f"{surroundings.noise_name} {clip.file}",
                    phrase=phrase,
                )
        witness.seen.clear()
    ear.close()


def boosted(candidates: Sequence[Seen], hours: float, recall: float) -> dict[str, object]:
    """Return a forest as it is stored, and print what it does in cross-validation."""
    features = tuple(candidates[0].features)
    rows = np.array([[each.features.get(name, 0.0) for name in features] for each in candidates])
    right = np.array([each.is_right for each in candidates])
    fold, shares = _folds(candidates), _shares(candidates, right)
    scores = np.zeros(len(rows))
    for number in range(FOLDS):
        kept = fold != number
        scores[~kept] = _grown(rows[kept], right[kept], shares[kept]).predict(rows[~kept], raw_score=True)
    bar = _tell(candidates, scores, hours, recall)
    trees = _grown(rows, right, shares).dump_model()["tree_info"]
    return {"bias": -round(bar, 4), "features": features, "trees": [_nodes(each["tree_structure"]) for each in trees]}


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


def weighed(candidates: Sequence[Seen], hours: float, recall: float) -> dict[str, object]:
    """Return weights for the ear's own features as they are stored, and print what they do in cross-validation."""
    table = np.array([[each.features[name] for name in OWN_FEATURES] for each in candidates])
    means, spreads = table.mean(axis=0), table.std(axis=0) + 1e-9
    rows = np.c_[(table - means) / spreads, np.ones(len(table))]
    right = np.array([each.is_right for each in candidates])
    fold, shares = _folds(candidates), _shares(candidates, right)
    scores = np.zeros(len(table))
    for number in range(FOLDS):
        kept = fold != number
        scores[~kept] = rows[~kept] @ regressed(rows[kept], right[kept], shares[kept])
    bar = _tell(candidates, scores, hours, recall)
    weights = regressed(rows, right, shares)
    raw = weights[:-1] / spreads
    listed = {name: round(float(weight), 4) for name, weight in zip(OWN_FEATURES, raw, strict=True)}
    return {"bias": round(float(weights[-1] - raw @ means - bar), 4), "weights": listed}


def _folds(candidates: Sequence[Seen]) -> NDArray[np.int64]:
    groups = sorted({each.group for each in candidates})
    order = np.random.default_rng(0).permutation(len(groups))
    folds = dict(zip(groups, order % FOLDS, strict=True))
    return np.array([folds[each.group] for each in candidates])


def _shares(candidates: Sequence[Seen], right: NDArray[np.bool_]) -> Row:
    """Return what each candidate weighs in the fit."""
    shares = np.where(right, 0.5 / max(1, right.sum()), 0.5 / max(1, (~right).sum())) * len(right)
    robots = np.array([ROBOT_WEIGHT if each.group.startswith(ROBOTS) else 1.0 for each in candidates])
    return np.asarray(shares * robots, dtype=np.float64)


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


def _noises(clips: list[LabelledClip], options: argparse.Namespace) -> list[tuple[list[LabelledClip], Surroundings]]:
    found = []
    for number, (path, snr_db) in enumerate(zip(options.noise, options.snr, strict=True)):
        sound = read_audio_at(path, EAR_RATE)
        found.append((clips[number :: len(options.noise)], Surroundings(path.name, sound, snr_db, Mixing.ACTIVE)))
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fit how certain the bundled ear is of what it heard.")
    parser.add_argument("--commands", type=Path, required=True, help="folder of our phrases, with a manifest.csv")
    parser.add_argument("--talk", type=Path, required=True, help="folder of other speech, with a manifest.csv")
    parser.add_argument("--noise", type=Path, action="append", default=[], help="a noise for some of the phrases")
    parser.add_argument("--snr", type=float, action="append", default=[], help="decibels over it, active mixing")
    parser.add_argument("--recall", type=float, default=0.992, help="share of right commands that pass (0.992)")
    parser.add_argument("--kept", type=Path, help="where features are kept, so that they are computed once")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
