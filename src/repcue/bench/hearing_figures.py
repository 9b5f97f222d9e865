"""The figures of one run, as they stand in the report."""

from collections.abc import Sequence

from repcue.bench.hearing_clips import KINDS
from repcue.bench.hearing_judge import Verdict
from repcue.bench.hearing_run import Cost
from repcue.bench.hearing_statistics import percentiles, rate_interval, share_interval
from repcue.bench.hearing_stream import Surroundings
from repcue.core.messages import Lane
from repcue.core.units import EAR_RATE

Run = dict[str, object]


def run_figures(surroundings: Surroundings, verdicts: Sequence[Verdict], cost: Cost) -> Run:
    """Return the report of one run.

    False commands are all decisions on clips that are no command, by the hour of such clips.
    """
    return {
        "noise": surroundings.noise_name,
        "snr_db": surroundings.snr_db,
        "mixing": surroundings.mixing.value if surroundings.noise is not None else None,
        "has_room": surroundings.room is not None,
        **counted(verdicts),
        **_latencies(verdicts),
        **_costs(cost),
        "kinds": {
            kind: counted(of_kind)
            for kind in KINDS
            if (of_kind := [each for each in verdicts if each.clip.kind == kind])
        },
        "decisions": [each.as_json() for each in verdicts],
    }


def counted(verdicts: Sequence[Verdict]) -> dict[str, object]:
    """Return how many are right, and how many false commands there were, with 95 % intervals."""
    right = sum(each.is_right for each in verdicts)
    no_commands = [each for each in verdicts if each.clip.expected is None]
    false_commands = sum(len(each.decisions) for each in no_commands)
    hours = sum(each.placed.frames for each in no_commands) / EAR_RATE / 3600
    return {
        "clips": len(verdicts),
        "right": right,
        "accuracy": round(right / len(verdicts), 4) if verdicts else None,
        "accuracy_95": [round(each, 4) for each in share_interval(right, len(verdicts))],
        "wrong": sum(each.is_wrong for each in verdicts),
        "wrong_for_what_else_was_decided": sum(each.is_right_but_not_alone for each in verdicts),
        "missed": sum(each.is_missed for each in verdicts),
        "false_commands": false_commands,
        "false_commands_that_were_phrases": sum(len(each.decisions) for each in no_commands if each.clip.is_a_phrase),
        "speech_hours": round(hours, 4),
        "false_per_hour": round(false_commands / hours, 3) if hours else None,
        "false_per_hour_95": rate_interval(false_commands, hours),
    }


def _latencies(verdicts: Sequence[Verdict]) -> dict[str, object]:
    figures: dict[str, object] = {}
    for lane in Lane:
        decisions = [decision for each in verdicts for decision in each.of_lane(lane)]
        figures[f"latency_{lane.value}_seconds"] = percentiles([each.latency_seconds for each in decisions])
        figures[f"latency_{lane.value}_of_sound_seconds"] = percentiles(
            [each.latency_of_sound_seconds for each in decisions]
        )
    return figures


def _costs(cost: Cost) -> dict[str, object]:
    return {
        "seconds": round(cost.seconds, 1),
        "computing_seconds_per_second": _share(cost.wall_seconds, cost.seconds),
        "processor_speech_seconds_per_second": _share(cost.speech_processor_seconds, cost.speech_seconds),
        "processor_silence_seconds_per_second": _share(cost.silence_processor_seconds, cost.silence_seconds),
    }


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None
