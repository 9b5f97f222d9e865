"""The words that names of muscles are made of, by language: everyday ones, anatomical ones, and where on the body."""

from typing import Final

from repcue.packs.wording_words import ALSO_CALLED, BODY_PARTS

# fmt: off
_LATIN: Final = frozenset({
    "abdominis", "abductor", "adductor", "anconeus", "anterior", "biceps", "brachialis", "brachii", "brachioradialis",
    "carpi", "coracobrachialis", "deltoid", "deltoideus", "dorsi", "erector", "fasciae", "femoris", "fibularis",
    "gastrocnemius", "gluteus", "gracilis", "iliacus", "iliocostalis", "iliopsoas", "infraspinatus", "intermedius",
    "lata", "latae", "lateralis", "latissimus", "levator", "longissimus", "lumborum", "major", "maximus", "medialis",
    "medius", "minimus", "minor", "multifidus", "obliquus", "pectineus", "pectoralis", "peroneus", "piriformis",
    "plantaris", "popliteus", "posterior", "psoas", "quadratus", "quadriceps", "radialis", "rectus", "rhomboid",
    "rhomboideus", "sartorius", "scalene", "scapulae", "semimembranosus", "semitendinosus", "serratus", "soleus",
    "spinae", "spinalis", "splenius", "sternocleidomastoid", "subscapularis", "supraspinatus", "surae", "tensor",
    "teres", "tibialis", "transversus", "trapezius", "triceps", "ulnaris", "vastus",
})

WORDS_OF_MUSCLES: Final = {
    "en": _LATIN | BODY_PARTS["en"] | frozenset({
        "abductors", "bicep", "blade", "blades", "bottom", "brace", "breath", "buttock", "buttocks", "chain",
        "clavicle", "clavicular", "collar", "cuff", "deep", "diaphragm", "extensor", "extensors", "external", "face",
        "fiber", "fibers", "fibre", "fibres", "flank", "flanks", "flexor", "flexors", "floor", "front", "full",
        "girdle", "grip", "gut", "ham", "hams", "inner", "internal", "invertor", "invertors", "jaw", "joint", "lateral",
        "left", "long", "lower", "lumbar", "lung", "lungs", "medial", "mid", "midback", "middle", "midsection", "outer",
        "pectoral", "pectorals", "pelvic", "pelvis", "peroneals", "posture", "rear", "rotation", "rotator", "rotators",
        "scapula", "scapular", "short", "side", "sides", "spinal", "squeeze", "stabiliser", "stabilisers", "stabilizer",
        "stabilizers", "sternal", "sternum", "thoracic", "thumb", "tibia", "transverse", "trap", "tricep", "trunk",
        "upper", "waist", "whole", "wing", "wings", "and", "of", "the", "your",
    }),
    "de": _LATIN | BODY_PARTS["de"] | frozenset({
        "abduktoren", "adduktoren", "ansatz", "außen", "bauchmuskeln", "beinbeuger", "beinstrecker", "beuger",
        "breiter", "brustmuskel", "delta", "deltamuskel", "ellenbogen", "gerade", "gerader", "gesäßmuskel", "großer",
        "hals", "hintere", "hinterer", "hintern", "hüftbeuger", "innen", "innere", "innerer", "kapuzenmuskel",
        "kleiner", "kurzer", "körpermitte", "langer", "mittlere", "mittlerer", "nackenmuskel", "oberarm", "obere",
        "oberer", "oberkörper", "quadrizeps", "rautenmuskel", "rhomboiden", "rotatorenmanschette", "rumpf",
        "rückenstrecker", "schräge", "schulterblatt", "schulterblätter", "seitliche", "seitlicher", "sägemuskel",
        "trapez", "trapezmuskel", "unterarm", "unterarme", "untere", "unterer", "unterschenkel", "vordere", "vorderer",
        "wade", "wirbelsäule", "zwillingsmuskel",
    }),
}
"""Lower case. A muscle may be called otherwise; only what is near to one of these and none of them is questioned."""

MUSCLE_NAMES: Final = {
    "en": frozenset(ALSO_CALLED) | frozenset({
        "adductors", "abductors", "delts", "forearms", "hip flexors", "obliques", "rhomboids", "traps",
    }),
}
"""What muscles are called as a whole, by language: a name that differs from one of these in its plural alone is none.
"""

SINGULARS: Final = {"calf": "calves"}
"""Of names whose plural has more than an s."""
# fmt: on
