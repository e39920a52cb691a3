"""Whatever is decided and undone in whatever order: what stands follows from the log, and nothing on record changes."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from floodwatch.casebook import claims as asked
from floodwatch.casebook import record
from floodwatch.casebook.states import SUPERSEDED, VERDICTS, State, relations, standing, state
from floodwatch.model.claims import RELATIONS
from floodwatch.model.errors import ClaimError
from tests.casebook.made import SAID, STANDS, claim, filled, held

NUMBER = count(1)
FEW = st.integers(0, 2)
STEPS = st.lists(
    st.tuples(st.sampled_from([*VERDICTS, SUPERSEDED, *RELATIONS, "undo"]), FEW, FEW, st.integers(0, 30)),
    max_size=9,
)
HERE = settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)


def fresh(book):
    """Three claims that no other example uses."""
    first = next(NUMBER) * 10
    return filled(book, *(claim(value_low=float(first + n)) for n in range(3)))


def take(book, ids, step, made):
    """One step; gives the number of what was decided, None where it could not be."""
    what, one, other, which = step
    try:
        if what in VERDICTS:
            return record.decide(book, [ids[one]], what, f"person {which}", f"reason {which}")[0]
        if what == SUPERSEDED:
            return record.supersede(book, ids[one], ids[other], "ada")
        if what in RELATIONS:
            return record.relate(book, ids[one], what, ids[other], f"person {which}")
        return record.undo(book, made[which % len(made)], "eve") if made else None
    except ClaimError:
        return None


@HERE
@given(
    steps=STEPS, last=st.tuples(st.sampled_from([*VERDICTS, SUPERSEDED, *RELATIONS]), FEW, FEW, st.just(99))
)
def test_undoing_the_last_decision_restores_the_state_before_exactly(book, steps, last):
    ids, made = fresh(book), []
    for step in steps:
        made += [number for number in [take(book, ids, step, made)] if number]
    before = held(book, *STANDS)
    number = take(book, ids, last, made)
    if number is None:
        assert held(book, *STANDS) == before
        return
    after = held(book, *STANDS)
    back = record.undo(book, number, "ada")
    assert held(book, *STANDS) == before
    record.undo(book, back, "ada")
    assert held(book, *STANDS) == after


@HERE
@given(steps=STEPS)
def test_nothing_on_record_changes_and_what_stands_follows_from_it(book, steps):
    ids, made = fresh(book), []
    for step in steps:
        before = held(book, *SAID)
        made += [number for number in [take(book, ids, step, made)] if number]
        after = held(book, *SAID)
        assert all(set(before[table]) <= set(after[table]) for table in SAID)
    for claim_id in ids:
        lines = [change.line for change in asked.history(book, claim_id)]
        one, told = asked.claim(book, claim_id), state(lines)
        assert State(one.status, one.decided_by, one.decided_at, one.reason, one.superseded_by) == told
        mine = {(r.relation, r.other_claim) for r in asked.related(book, claim_id) if r.claim_id == claim_id}
        assert mine == set(relations(lines))
        gone = {line.number for line in lines} - {line.number for line in standing(lines)}
        assert gone <= {line.undoes for line in lines}


def test_undoing_everything_from_the_last_to_the_first_leads_back_to_the_start(book):
    ids = fresh(book)
    before, made = held(book, *STANDS), []
    for step in (("confirmed", 0, 0, 1), ("part_of", 0, 1, 2), ("superseded", 1, 2, 0), ("refused", 0, 0, 3)):
        made.append(take(book, ids, step, made))
    assert held(book, *STANDS) != before
    for number in reversed(made):
        record.undo(book, number, "ada")
    assert held(book, *STANDS) == before
    with pytest.raises(ClaimError):
        record.undo(book, made[0], "ada")
