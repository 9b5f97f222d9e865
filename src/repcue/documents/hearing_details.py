"""Stored figures of `benchmarks/hearing_goals.py` → what explains the goals in docs/hearing.md."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from repcue.bench.goal_figures import is_destructive
from repcue.bench.goal_plots import SNR_PLOT, TRADE_PLOT
from repcue.core.grammar import Grammar
from repcue.documents.hearing import HEARING, Document, destructive_in, share_reading

_CONDITIONS: Final = {
    "commands": "clean",
    "bike_10": "exercise bike 10 dB",
    "restaurant_10": "restaurant 10 dB",
    "music_5": "music 5 dB",
    "music_10": "music 10 dB",
}
_TALK: Final = {
    "talk": "reading and meetings",
    "short_talk": "short foreign phrases",
    "gym_talk": "sentences of a gym that hold commands, synthetic voices",
    "near_misses": "words alone that sound like commands, and pieces of commands, synthetic voices",
    "prompts": "telephone prompts, many of them one word, by one person on whom nothing is fitted",
}
_TIMED: Final = {
    "pace": "our commands, clean, alone on the machine",
    "pace_of_talk": "reading and meetings, alone on the machine",
    "bike_10": "our commands, exercise bike 10 dB",
    "music_5": "our commands, music 5 dB",
    "orders_clean": "orders, clean",
    "talk": "reading and meetings",
}
_NOTHING: Final = "–"

_PLOTS: Final = {
    SNR_PLOT: "Our commands over three noises: share right at 0 to 24 dB and clean",
    TRADE_PLOT: "Commands missed or wrong over false commands per hour, as all thresholds are shifted",
}


def details_markdown(results: Sequence[Document], grammar: Grammar) -> str:
    """Return tables by voice, word, false command, time and row, for each ear that was measured.

    Args:
        results: what `benchmarks/figures` holds.
        grammar: ours; what is destructive follows from it.
    """
    parts: list[str] = []
    for ear in results:
        if ear["benchmark"] == HEARING:
            parts += [part for part in _parts(ear, grammar) if part]
    return "\n\n".join(parts) or "Nothing is stored yet."


def destructive_markdown(grammar: Grammar) -> str:
    """Return which intents count as destructive."""
    names = [intent.name for intent in grammar.intents if is_destructive(intent.name, grammar)]
    return f"{', '.join(f'`{name}`' for name in names)}."


def images_markdown(docs: Path) -> str:
    """Return the plots that are stored, as Markdown."""
    shown = [f"![{told}](images/{file})" for file, told in _PLOTS.items() if (docs / "images" / file).exists()]
    return "\n\n".join(shown) or "Nothing is drawn yet."


def _parts(ear: Document, grammar: Grammar) -> Iterator[str]:
    rows: Mapping[str, Any] = ear["rows"]
    yield f"### {ear['engine']} ear: by voice"
    yield _table(("our commands", "all voices", "without eSpeak", "eSpeak"), list(_voices(rows)))
    yield _worst(rows)
    yield f"### {ear['engine']} ear: single words of people"
    yield _words(rows)
    yield f"### {ear['engine']} ear: false commands"
    yield _table(
        ("talk", "hours", "false commands", "which", "destructive", "own phrases in it"), list(_talk(rows, grammar))
    )
    yield f"### {ear['engine']} ear: time"
    heads = ("what is heard", "urgent: median, 95 %", "others: median, 95 %", "core in speech", "core in silence")
    yield _table(heads, list(_times(rows)))
    yield f"### {ear['engine']} ear: how each row was measured"
    yield _table(("row", "sound", "took", "load before", "seed, limit", "of"), list(_measured(rows)))


def _voices(rows: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for name, told in _CONDITIONS.items():
        if name in rows:
            groups = (rows[name], rows[name]["other_voices"], rows[name]["espeak"])
            yield (
                told,
                *(share_reading(each["right"], each["clips"]).shown if each["clips"] else _NOTHING for each in groups),
            )


def _worst(rows: Mapping[str, Any]) -> str:
    counts = rows.get("commands", {}).get("by_intent_not_all_right", {})
    if not counts:
        return ""
    worst = sorted(counts.items(), key=lambda each: (each[1][0] / each[1][1], each[0]))
    listed = ", ".join(f"`{name}` {right} of {clips}" for name, (right, clips) in worst)
    return f"Intents that were not right every time, clean: {listed}."


def _words(rows: Mapping[str, Any]) -> str:
    ours, alone = (rows.get(name, {}).get("by_word", {}) for name in ("words", "words_alone"))
    table = [(word, *(_count(counts.get(word)) for counts in (ours, alone))) for word in sorted({*ours, *alone})]
    told = _table(("word", "our grammar", "grammar of single words"), table)
    taken = _listed(rows.get("words", {}).get("false_by_intent", {}))
    return f"{told}\n\nWords that are no phrase of ours were taken for: {taken or 'nothing'}." if ours else told


def _talk(rows: Mapping[str, Any], grammar: Grammar) -> Iterator[Sequence[str]]:
    for name, told in _TALK.items():
        if name in rows:
            row = rows[name]
            which = _listed(row["false_by_intent"])
            phrases = f"{row['phrases_obeyed']} obeyed in {row['clips_that_are_phrases']} clips"
            yield (
                told,
                f"{row['speech_hours']:.2f}",
                str(row["false_commands"]),
                which or _NOTHING,
                str(destructive_in(row, grammar)),
                phrases if row["clips_that_are_phrases"] else _NOTHING,
            )


def _times(rows: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for name, told in _TIMED.items():
        if name in rows:
            lanes = (rows[name].get(f"latency_{lane}") for lane in ("urgent", "normal"))
            costs = (rows[name][key] for key in ("cpu_in_speech", "cpu_in_silence"))
            shares = (_NOTHING if cost is None else f"{cost:.3f}" for cost in costs)
            yield told, *(_pair(lane) for lane in lanes), *shares


def _measured(rows: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for name, row in rows.items():
        about = row["measured"]
        limit = "no limit" if about["limit"] is None else f"limit {about['limit']}"
        yield (
            f"`{name}`",
            f"{about['sound_seconds'] / 60:.1f} min",
            f"{about['took_seconds'] / 60:.1f} min",
            str(about["load_average"]),
            f"{about['seed']}, {limit}",
            f"RepCue {about['version']}, commit {about['commit']}, {_fit(about)}{about['machine']}",
        )


def _fit(about: Mapping[str, Any]) -> str:
    return f"fit {about['fit']}, " if about.get("fit") else ""


def _pair(latency: Mapping[str, Any] | None) -> str:
    if not latency or latency["p50"] is None:
        return _NOTHING
    return f"{latency['p50']:.2f} s, {latency['p95']:.2f} s"


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"`{intent}` {count}" for intent, count in counts.items())


def _count(count: Sequence[int] | None) -> str:
    return _NOTHING if count is None else f"{count[0]} of {count[1]}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return "Not measured."
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
