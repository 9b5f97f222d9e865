"""Trees that add up."""

import pytest

from repcue.core.forest import Forest, forest_from

LEAF = [[1.5]]
STUMP = [[0, 0.5, 1, 2], [-2.0], [3.0]]
DEEP = [[1, 0.0, 1, 4], [0, 0.5, 2, 3], [1.0], [2.0], [4.0]]


def test_every_tree_adds_its_leaf_to_the_bias() -> None:
    forest = Forest(-1.0, ["likeness", "margin"], [LEAF, STUMP, DEEP])
    assert forest.log_odds({"likeness": 0.5, "margin": 0.0}) == -1.0 + 1.5 - 2.0 + 1.0
    assert forest.log_odds({"likeness": 0.6, "margin": -1.0}) == -1.0 + 1.5 + 3.0 + 2.0
    assert forest.log_odds({"margin": 0.1}) == -1.0 + 1.5 - 2.0 + 4.0


def test_a_forest_is_read_from_its_document() -> None:
    forest = forest_from({"bias": 0.25, "features": ["likeness"], "trees": [STUMP]})
    assert forest.log_odds({"likeness": 1.0}) == 3.25


@pytest.mark.parametrize(
    "tree",
    [
        [],
        [[0, 0.5, 0, 1], [1.0]],
        [[0, 0.5, 1, 2], [1.0]],
        [[1, 0.5, 1, 2], [1.0], [2.0]],
        [[0, 0.5, 1.5, 2], [1.0], [2.0]],
        [[0, 0.5], [1.0]],
        "leaf",
        [["x"]],
    ],
)
def test_a_tree_that_leads_nowhere_or_round_in_circles_is_refused(tree: object) -> None:
    with pytest.raises(ValueError, match=r"no forest|leads nowhere|could not convert"):
        forest_from({"bias": 0.0, "features": ["likeness"], "trees": [tree]})
