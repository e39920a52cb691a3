"""What is known about one trace before any pair is looked at: who acted how often, on what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from floodwatch.model.findings import WINDOWS_S
from floodwatch.model.units import Engine

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STRATA = (10, 50)
"""Objects are rare up to the first number of actors, middling up to the second, popular above."""
N_STRATA = len(STRATA) + 1
DAY_S = 86_400


@dataclass(frozen=True)
class Margins:
    """One trace. Accounts are rows 0..n-1 of the whole case; objects those with two actors or more.

    `actions_of`: actions per account. `pairs`: objects x (any lag, then each window), counts of unordered
    action pairs by two accounts. `account`, `item`, `time_s`: one row per action on such an object, sorted by
    object, time and account; `item` numbers the rows of `object_key`, `actors` and `pairs`.
    """

    key: int
    trace: str
    actions_of: Floats
    objects: int
    object_key: Ints
    actors: Ints
    pairs: Floats
    account: Ints
    item: Ints
    time_s: Ints

    @cached_property
    def total(self) -> float:
        """All actions of the trace."""
        return float(self.actions_of.sum())

    @cached_property
    def share(self) -> Floats:
        """Each account's share of all actions."""
        return self.actions_of / max(self.total, 1.0)

    @cached_property
    def actions_of_shared(self) -> Floats:
        """Actions per account on objects that somebody else used too."""
        return np.bincount(self.account, minlength=self.actions_of.size).astype(np.float64)

    @cached_property
    def stratum(self) -> npt.NDArray[np.int64]:
        """0 rare, 1 middling, 2 popular: the class of each object by its number of actors."""
        return np.searchsorted(np.array(STRATA), self.actors, side="left").astype(np.int64)

    @cached_property
    def eligible(self) -> npt.NDArray[np.bool_]:
        """Accounts that could share two objects with somebody: they acted on two that others used too.

        An account that did not has p = 1 with everybody whatever the others do, so it is no hypothesis.
        """
        first = np.unique(self.account * max(self.object_key.size, 1) + self.item)
        owners = first // max(self.object_key.size, 1)
        return np.bincount(owners, minlength=self.actions_of.size) >= 2

    @cached_property
    def possible_pairs(self) -> float:
        """Pairs of eligible accounts: the number of hypotheses of the trace."""
        n = float(self.eligible.sum())
        return n * (n - 1.0) / 2.0

    @cached_property
    def used(self) -> csr_array:
        """Accounts x objects, 1 where the account acted on the object."""
        return self.incidence(np.ones(self.object_key.size, bool))

    def incidence(self, chosen: npt.NDArray[np.bool_]) -> csr_array:
        """Accounts x chosen objects, 1 where the account acted on the object."""
        from scipy.sparse import csr_array

        keep = chosen[self.item]
        place = np.cumsum(chosen) - 1
        cells = np.unique(self.account[keep] * max(chosen.size, 1) + self.item[keep])
        rows, columns = np.divmod(cells, max(chosen.size, 1))
        shape = (self.actions_of.size, max(int(chosen.sum()), 1))
        return csr_array((np.ones(cells.size), (rows, place[columns])), shape=shape)


def numbers(engine: Engine, sql: str) -> dict[str, npt.NDArray[np.int64]]:
    """A query's integer columns as arrays."""
    table = engine.arrow(sql)
    return {name: table.column(name).to_numpy().astype(np.int64) for name in table.column_names}


def traces_of(engine: Engine) -> list[tuple[int, str]]:
    """Keys and names of the traces that are present, in order."""
    table = engine.arrow("SELECT trace_key, trace FROM keyed_traces ORDER BY trace")
    return [(row["trace_key"], row["trace"]) for row in table.to_pylist()]


def accounts_in(engine: Engine) -> int:
    """How many accounts the case has; keys run from 0."""
    table = engine.arrow("SELECT coalesce(max(account_key) + 1, 0) AS accounts FROM keyed_accounts")
    return int(table.column("accounts")[0].as_py())


def load(engine: Engine, key: int, trace: str, accounts: int) -> Margins:
    """Read one trace's margins and its actions on shared objects."""
    per_account = numbers(
        engine,
        f"SELECT account_key, actions FROM account_margins WHERE trace_key = {key} ORDER BY account_key",
    )
    actions_of = np.zeros(accounts)
    actions_of[per_account["account_key"]] = per_account["actions"]
    names = ", ".join(f"pairs_{w}" for w in WINDOWS_S)
    per_object = numbers(
        engine,
        f"SELECT object_key, actors, pairs_all, {names} FROM object_margins "
        f"WHERE trace_key = {key} AND actors >= 2 ORDER BY object_key",
    )
    rows = numbers(
        engine,
        "SELECT account_key, object_key, acted_s FROM keyed_actions SEMI JOIN "
        f"(SELECT trace_key, object_key FROM object_margins WHERE trace_key = {key} AND actors >= 2) "
        "USING (trace_key, object_key) ORDER BY object_key, acted_s, account_key",
    )
    return Margins(
        key=key,
        trace=trace,
        actions_of=actions_of,
        objects=_objects(engine, key),
        object_key=per_object["object_key"],
        actors=per_object["actors"],
        pairs=_columns(per_object, ["pairs_all", *(f"pairs_{w}" for w in WINDOWS_S)]),
        account=rows["account_key"],
        item=np.searchsorted(per_object["object_key"], rows["object_key"]).astype(np.int64),
        time_s=rows["acted_s"],
    )


def _objects(engine: Engine, key: int) -> int:
    table = engine.arrow(f"SELECT count(*) AS objects FROM object_margins WHERE trace_key = {key}")
    return int(table.column("objects")[0].as_py())


def _columns(table: dict[str, npt.NDArray[np.int64]], names: list[str]) -> Floats:
    return np.column_stack([table[name].astype(np.float64) for name in names])
