"""Many small decision trees whose answers add up: what weighs evidence that counts differently from case to case.

Gradient boosting (Friedman 2001): each tree corrects what the trees before it got wrong. Trees are data, fitted
elsewhere; here they are only asked. A tree is a list of nodes, the first one its root: an inner node is the place of a
feature, a threshold, and the places of the two nodes below it; a leaf is its share of the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Node = Sequence[float]
"""(feature, threshold, node if at most the threshold, node if above), or (answer,)."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees over named features."""

    bias: float
    features: Sequence[str]
    trees: Sequence[Sequence[Node]]

    def log_odds(self, features: Mapping[str, float]) -> float:
        """Return the sum of all answers and the bias; a feature that is not there counts as 0.

        >>> stump = Forest(-1.0, ["likeness"], [[(0, 0.5, 1, 2), (-2.0,), (3.0,)]])
        >>> stump.log_odds({"likeness": 0.9}), stump.log_odds({})
        (2.0, -3.0)
        """
        values = [features.get(name, 0.0) for name in self.features]
        return self.bias + sum(_answer(tree, values) for tree in self.trees)


def forest_from(document: Mapping[str, object]) -> Forest:
    """Return the forest that a document describes.

    Args:
        document: `bias`, `features`, and `trees` as above; nodes below lie behind the node above them.

    Raises:
        ValueError: it does not describe one.
    """
    try:
        names, bias = [str(name) for name in _listed(document["features"])], float(str(document["bias"]))
        trees = [
            [[float(str(part)) for part in _listed(node)] for node in _listed(tree)]
            for tree in _listed(document["trees"])
        ]
    except (KeyError, TypeError) as error:
        raise ValueError("no forest") from error
    if not all(_is_sound(tree, len(names)) for tree in trees):
        raise ValueError("a tree leads nowhere")
    return Forest(bias, names, trees)


def _listed(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _is_sound(tree: Sequence[Node], features: int) -> bool:
    """Return whether every way through a tree ends in a leaf: nodes lead to later ones only."""
    for place, node in enumerate(tree):
        if len(node) == 1:
            continue
        if len(node) != 4 or not 0 <= node[0] < features:
            return False
        if not all(below.is_integer() and place < below < len(tree) for below in node[2:]):
            return False
    return len(tree) > 0


def _answer(tree: Sequence[Node], values: Sequence[float]) -> float:
    node = tree[0]
    while len(node) > 1:
        feature, threshold, at_most, above = node
        node = tree[int(at_most if values[int(feature)] <= threshold else above)]
    return node[0]
