"""Who the account keys are; of millions of accounts only those asked for are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from floodwatch.detectors.coordination.margins import numbers
from floodwatch.model.units import Engine

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Crowd:
    """Platform and id of some accounts, by their keys."""

    platform: Mapping[int, str]
    account_id: Mapping[int, str]

    @classmethod
    def of(cls, engine: Engine, accounts: Ints) -> Crowd:
        """Look up the names of these accounts."""
        keys = np.unique(accounts).tolist()
        platform, account_id = (column.to_pylist() for column in named(engine, np.array(keys, np.int64)))
        return cls(
            dict(zip(keys, platform, strict=True)),
            dict(zip(keys, account_id, strict=True)),
        )


def platforms(engine: Engine) -> Ints:
    """The platform of each account as a number, in order of the accounts' keys."""
    return numbers(engine, """
        SELECT account_key, dense_rank() OVER (ORDER BY platform) AS platform FROM keyed_accounts
        ORDER BY account_key""")["platform"]  # fmt: skip


def named(engine: Engine, accounts: Ints) -> tuple[pa.Array, pa.Array]:
    """Platform and id of each of these accounts."""
    wanted, rows = np.unique(accounts, return_inverse=True)
    engine.register("named_accounts", pa.table({"account_key": wanted.astype(np.int64)}))
    table = engine.arrow("""
        SELECT platform, account_id FROM keyed_accounts SEMI JOIN named_accounts USING (account_key)
        ORDER BY account_key""").combine_chunks()
    engine.drop("named_accounts")
    place = pa.array(rows.ravel())
    platform, account_id = (table.column(name).take(place) for name in ("platform", "account_id"))
    return platform, account_id
