"""The words that `packs/wording.py` looks for, by language."""

from typing import Final

# fmt: off
NEGATIONS: Final = {
    "en": frozenset({"don't", "dont", "not", "never", "no", "avoid", "without", "stop", "can't", "shouldn't"}),
    "de": frozenset({"nicht", "nie", "kein", "keine", "keinen", "ohne", "vermeide", "niemals"}),
}
"""Words that say what not to do."""

JOINTS_OF_IDEAS: Final = {
    "en": frozenset({"and", "then", "while", "but", "also"}),
    "de": frozenset({"und", "dann", "während", "aber", "dabei"}),
}
"""Words that put a second idea behind the first."""

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
