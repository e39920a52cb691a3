"""Which groups of people are flagged too often: beyond chance, world by world."""

import numpy as np

from evaluation.unequal import LEAST, unequal


def worlds(rates, count=40, seed=1, flagged_together=1, rate="people"):
    """Worlds in which 100 innocents of each group live; hits come in bundles, as networks do."""
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        bundles = {g: rng.binomial(100 // flagged_together, r) * flagged_together for g, r in rates.items()}
        made.append({rate: {"language": {g: [int(n), 100] for g, n in bundles.items()}}})
    return made


def marked(found, rate="people"):
    return {group for group, row in found["language"].items() if rate in row["unequal"]}


def test_a_group_flagged_far_more_often_is_marked_and_the_others_are_not():
    rates = {"a": 0.02, "b": 0.02, "c": 0.02, "d": 0.03, "e": 0.15}
    found = unequal(worlds(rates))
    assert marked(found) == {"e"}
    assert found["language"]["e"]["people"]["of"] == 4000
    assert marked(unequal(worlds(rates, rate="accused")), "accused") == {"e"}


def test_accounts_that_one_network_took_in_are_one_observation():
    rates = {"a": 0.02, "b": 0.02, "c": 0.02, "d": 0.02}
    even = worlds(rates, count=20)
    for world in even:
        world["people"]["language"]["e"] = [0, 100]
    even[0]["people"]["language"]["e"] = [100, 100]
    assert marked(unequal(even)) == set()


def test_chance_marks_hardly_anything():
    rates = dict.fromkeys("abcdefgh", 0.01)
    found = [marked(unequal(worlds(rates, seed=s, flagged_together=10))) for s in range(5)]
    assert found == [set()] * 5


def test_small_and_unmeasured_groups_have_no_rate():
    few = worlds({"a": 0.0, "b": 0.0, "c": 1.0}, count=1)
    assert few[0]["people"]["language"]["c"][1] < LEAST
    assert unequal(few) == {} and unequal([]) == {}
