"""What the streams of a row come to: the figures that are stored. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from repcue.bench.goal_rows import Row, Source
from repcue.bench.goal_run import PartResult
from repcue.bench.hearing_figures import counted
from repcue.bench.hearing_judge import Judge, Verdict
from repcue.bench.hearing_statistics import percentiles, rate_interval, share_interval
from repcue.bench.hearing_threshold import right_and_false_by_shift
from repcue.core.grammar import Grammar
from repcue.core.messages import Lane
from repcue.core.units import EAR_RATE

Figures = dict[str, Any]
ROBOTS: Final = "espeak"
"""Speaks by rules; the ear hears it worse than recorded or trained voices."""


def row_figures(row: Row, results: Sequence[PartResult], grammar: Grammar, judge: Judge) -> Figures:
    """Return the figures of a row.

    Args:
        row: what was measured.
        results: of all its parts.
        grammar: that of the row.
        judge: what the session makes of an utterance in that grammar.
    """
    results = sorted(results, key=lambda each: each.part.number)
    found = [verdict for result in results for verdict in result.verdicts]
    if row.kind == "other_speech":
        return talk_figures(found, grammar) | _costs(results) | right_and_false_by_shift(found, judge)
    if row.name == "sweep":
        return {"levels": _levels(results)}
    if row.kind == "word":
        by_word = _by(found, lambda verdict: verdict.clip.text)
        return {**shares(found), "by_word": by_word, "false_by_intent": _false_by_intent(found)}
    figures = {**shares(found), **_latencies(found, grammar), **_costs(results), **_sounds(results)}
    if row.source is Source.PHRASES:
        robots = [each for each in found if _voice(each).startswith(ROBOTS)]
        others = [each for each in found if not _voice(each).startswith(ROBOTS)]
        figures |= {"other_voices": shares(others), ROBOTS: shares(robots), "by_voice": _by(found, _voice)}
        figures |= {"by_intent_not_all_right": _not_all_right(found)} | right_and_false_by_shift(found, judge)
    return figures


def shares(found: Sequence[Verdict]) -> Figures:
    """Return how many clips are right, with the 95 % interval, and what became of the others."""
    figures = counted(found)
    names = ("clips", "right", "accuracy", "accuracy_95", "wrong", "wrong_for_what_else_was_decided", "missed")
    return {name: figures[name] for name in names}


def talk_figures(found: Sequence[Verdict], grammar: Grammar) -> Figures:
    """Return false commands by the hour of talk; clips that are a phrase of ours, word for word, are told apart.

    Destructive is what the grammar decides in the urgent lane or calls costly: it stops, begins or ends something.
    """
    talk = [each for each in found if not each.clip.is_a_phrase]
    phrases = [each for each in found if each.clip.is_a_phrase]
    false = _false_by_intent(talk)
    destructive = {name: count for name, count in false.items() if is_destructive(name, grammar)}
    commands = sum(false.values())
    hours = sum(each.placed.frames for each in talk) / EAR_RATE / 3600
    return {
        "clips": len(talk),
        "speech_hours": round(hours, 4),
        "false_commands": commands,
        "false_per_hour": round(commands / hours, 3) if hours else None,
        "false_per_hour_95": rate_interval(commands, hours),
        "false_by_intent": false,
        "destructive": sum(destructive.values()),
        "destructive_per_hour_95": rate_interval(sum(destructive.values()), hours),
        "clips_that_are_phrases": len(phrases),
        "phrases_obeyed": sum(len(each.decisions) for each in phrases),
    }


def is_destructive(intent: str, grammar: Grammar) -> bool:
    """Return whether a command stops, begins or ends something, so that obeying it wrongly does harm."""
    return grammar.is_costly(intent) or grammar.lane_of(intent) is Lane.URGENT


def _false_by_intent(found: Iterable[Verdict]) -> dict[str, int]:
    """Return what was decided where nothing should be."""
    nothing = [each for each in found if each.clip.expected is None]
    return dict(sorted(Counter(decision.intent.name for each in nothing for decision in each.decisions).items()))


def _by(found: Iterable[Verdict], name_of: Callable[[Verdict], str]) -> dict[str, list[int]]:
    """Return `[right, clips]` by name."""
    counts: dict[str, list[int]] = {}
    for verdict in found:
        count = counts.setdefault(name_of(verdict), [0, 0])
        count[0] += verdict.is_right
        count[1] += 1
    return dict(sorted(counts.items()))


def _not_all_right(found: Iterable[Verdict]) -> dict[str, list[int]]:
    counts = _by(found, lambda verdict: (verdict.clip.expected and verdict.clip.expected.intent) or "none")
    return {name: count for name, count in counts.items() if count[0] < count[1]}


def _voice(verdict: Verdict) -> str:
    return verdict.clip.file.partition("/")[0]


def _latencies(found: Sequence[Verdict], grammar: Grammar) -> Figures:
    """Return how late right decisions were; an urgent command counts as one also where it took the other lane."""
    decided = [each.decisions[0] for each in found if each.clip.expected and each.is_right]
    figures: Figures = {}
    for lane in Lane:
        right = [each for each in decided if grammar.lane_of(each.intent.name) is lane]
        figures[f"latency_{lane.value}"] = {
            "decisions": len(right),
            **percentiles([each.latency_seconds for each in right]),
            "of_sound": percentiles([each.latency_of_sound_seconds for each in right]),
        }
    return figures


def _costs(results: Sequence[PartResult]) -> Figures:
    """Return processor seconds per second: while a clip is heard and just after, and else."""

    def share(part: Callable[[PartResult], float], whole: Callable[[PartResult], float]) -> float | None:
        seconds = sum(map(whole, results))
        return round(sum(map(part, results)) / seconds, 4) if seconds else None

    return {
        "cpu_in_speech": share(lambda it: it.cost.speech_processor_seconds, lambda it: it.cost.speech_seconds),
        "cpu_in_silence": share(lambda it: it.cost.silence_processor_seconds, lambda it: it.cost.silence_seconds),
    }


def _sounds(results: Sequence[PartResult]) -> Figures:
    """Return `[right, clips]` by the sound under the clips, where there was any."""
    counts: dict[str, list[int]] = {}
    for result in results:
        if result.part.noise is not None:
            count = counts.setdefault(result.part.noise.name, [0, 0])
            count[0] += sum(each.is_right for each in result.verdicts)
            count[1] += len(result.verdicts)
    return {"by_sound": counts} if counts else {}


def _levels(results: Sequence[PartResult]) -> list[Mapping[str, object]]:
    """Return a point for each kind of sound and level."""
    counts: dict[tuple[str, float], list[int]] = {}
    for result in results:
        path = result.part.noise
        assert path is not None and result.part.snr_db is not None
        count = counts.setdefault((_kind_of(path.parent.name, path.stem), result.part.snr_db), [0, 0])
        count[0] += sum(each.is_right for each in result.verdicts)
        count[1] += len(result.verdicts)
    return [
        {
            "sound": sound,
            "snr_db": snr_db,
            "right": right,
            "clips": clips,
            "accuracy_95": [round(each, 4) for each in share_interval(right, clips)],
        }
        for (sound, snr_db), (right, clips) in counts.items()
    ]


def _kind_of(folder: str, stem: str) -> str:
    """Return what a file counts as: its own name, but all music is one.

    >>> _kind_of("music", "drums"), _kind_of("noise", "exercise_bike")
    ('music', 'exercise bike')
    """
    return "music" if folder == "music" else stem.replace("_", " ")
