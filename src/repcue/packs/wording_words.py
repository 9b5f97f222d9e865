"""The words that `packs/wording.py` looks for, by language."""

from typing import Final

# fmt: off
NEGATIONS: Final = {
    "en": frozenset({"avoid", "cannot", "dont", "neither", "never", "no", "nor", "not", "nothing", "without"}),
    "de": frozenset({
        "kein", "keine", "keinem", "keinen", "keiner", "nicht", "nichts", "nie", "niemals", "ohne", "vermeid",
        "vermeide",
    }),
}
"""Words that say what not to do; in English also whatever ends in n't, and "stop" before a word in -ing."""

JOINTS_OF_IDEAS: Final = {
    "en": frozenset({"and", "then", "while", "but", "also"}),
    "de": frozenset({"und", "dann", "während", "aber", "dabei"}),
}
"""Words that put a second idea behind the first."""

FILLERS: Final = {
    "en": frozenset({"also", "always", "finally", "just", "now", "really", "slowly", "still", "then", "try", "to"}),
    "de": frozenset({"also", "auch", "dabei", "dann", "dich", "jetzt", "langsam", "noch", "nun", "weiter"}),
}
"""Words that may stand between a joint and the second command."""

COMMANDS: Final = {
    "en": frozenset({
        "arch", "aim", "bend", "brace", "breathe", "bring", "bounce", "carry", "close", "crush", "curl", "dig", "draw",
        "drag", "drive", "drop", "exhale", "explode", "extend", "feel", "finish", "fire", "flare", "flex", "focus",
        "grip", "hinge", "hold", "hug", "imagine", "inhale", "keep", "kick", "lead", "lean", "let", "lift", "lock",
        "look", "lower", "move", "open", "pack", "picture", "point", "press", "pull", "punch", "push", "raise",
        "reach", "relax", "rip", "roll", "root", "rotate", "row", "screw", "send", "shove", "shrug", "sink", "sit",
        "snap", "spread", "squeeze", "stand", "stay", "step", "stretch", "sweep", "swing", "think", "throw",
        "tighten", "tilt", "touch", "tuck", "turn", "twist", "wrap",
    }),
    "de": frozenset({
        "atme", "beug", "beuge", "bleib", "bleibe", "bring", "bringe", "denk", "denke", "dreh", "drehe", "drück",
        "drücke", "führ", "führe", "fühl", "fühle", "geh", "gehe", "greif", "greife", "halt", "halte", "heb", "hebe",
        "kipp", "kippe", "lass", "leg", "lege", "lehn", "lehne", "mach", "mache", "nimm", "öffne", "press", "presse",
        "reiß", "roll", "rolle", "richte", "schau", "schaue", "schieb", "schiebe", "schließ", "schließe", "senk",
        "senke", "setz", "setze", "spann", "spanne", "spür", "spüre", "steh", "stehe", "stell", "stelle", "stemm",
        "stemme", "stoß", "stoße", "streck", "strecke", "zieh", "ziehe",
    }),
}
"""What a sentence before a set tells to do; after a joint, that is a second thing to do."""

SENSES: Final = {
    "en": frozenset({"feel", "imagine", "let", "make", "picture", "see", "think", "watch"}),
    "de": frozenset({"denk", "denke", "fühl", "fühle", "lass", "schau", "spür", "spüre", "vor"}),
}
"""After one of these, verbs are what something else does: "feel your chest stretch and lift the bar"."""

BODY_PARTS: Final = {
    "en": frozenset({
        "ab", "abs", "abdominals", "adductors", "ankle", "ankles", "arm", "arms", "back", "belly", "biceps",
        "body", "bum",
        "butt", "calf", "calves", "chest", "core", "delt", "delts", "elbow", "elbows", "feet", "finger", "fingers",
        "foot", "forearm", "forearms", "glute", "glutes", "groin", "hamstring", "hamstrings", "hand", "hands", "head",
        "heel", "heels", "hip", "hips", "knee", "knees", "lat", "lats", "leg", "legs", "muscle", "neck", "obliques",
        "palm", "palms", "pec", "pecs", "quad", "quadriceps", "quads", "rib", "ribs", "shin", "shins", "shoulder",
        "shoulders", "spine", "stomach", "thigh", "thighs", "thumbs", "toe", "toes", "torso", "traps",
        "triceps", "wrist",
        "wrists",
    }),
    "de": frozenset({
        "arm", "arme", "bauch", "bein", "beine", "bizeps", "brust", "ellbogen", "ferse", "fersen", "finger",
        "fuß", "füße",
        "gesäß", "hand", "hände", "hüfte", "knie", "kopf", "körper", "muskel", "nacken", "oberschenkel", "po", "rücken",
        "schulter", "schultern", "trizeps", "waden", "zehen",
    }),
}
"""Parts of the body; a cue about one of them is not external (Wulf 2013, doi:10.1080/1750984X.2012.723728)."""

WHOSE: Final = {
    "en": frozenset({"both", "the", "your"}),
    "de": frozenset({
        "beide", "beiden", "das", "dein", "deine", "deinem", "deinen", "deiner", "dem", "den", "der", "die",
    }),
}
"""Words before a part of the body that is one."""

CLAIMS: Final = {
    "en": (
        r"guarantee[ds]?\b", r"prevents? (an? )?injur", r"injury[- ]proof", r"\bcures?\b", r"\bheals?\b",
        r"(builds?|grows?|more|bigger|faster) (muscle )?(growth|mass)\b", r"muscle growth", r"proven to", r"burns? fat",
        r"no risk", r"pain[- ]free results", r"activates? \d+ ?(%|percent)",
    ),
    "de": (
        r"garantier", r"verletzungs(frei|sicher)", r"beugt verletzungen vor", r"\bheilt\b", r"muskelwachstum",
        r"bewiesen", r"verbrennt fett",
    ),
}
"""Sentences that promise what nobody can."""

ALSO_CALLED: Final = {
    "abdominals": ("abs", "core", "stomach"), "biceps": ("bicep",), "brachialis": ("upper arm",), "calves": ("calf",),
    "chest": ("pecs", "pec", "pectorals"), "front delts": ("front shoulders", "front of your shoulders"),
    "glutes": ("glute", "gluteals"), "hamstrings": ("hamstring", "hams"), "lats": ("lat",),
    "middle back": ("mid back", "shoulder blades", "back"), "middle traps": ("mid traps", "shoulder blades"),
    "quadriceps": ("quads", "quad", "thighs"), "rear delts": ("rear shoulders", "back of your shoulders", "rear delt"),
    "shoulders": ("delts", "shoulder"), "side delts": ("side shoulders", "side delt"), "triceps": ("tricep",),
    "upper back": ("shoulder blades",), "upper chest": ("upper pecs",), "upper traps": ("traps",),
}
"""What a muscle is called beside its name."""
# fmt: on
