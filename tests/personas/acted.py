"""Who acted in which trace, as the kernel of co-actions tells it."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from floodwatch.engine import DuckDB

TABLES = {
    "keyed_traces": [("trace_key", pa.int32()), ("trace", pa.string())],
    "keyed_accounts": [("account_key", pa.int32()), ("platform", pa.string()), ("account_id", pa.string())],
    "account_margins": [("trace_key", pa.int32()), ("account_key", pa.int32()), ("objects", pa.int64())],
}


def acted(made: DuckDB, objects: Mapping[str, Mapping[str, int]]) -> None:
    """Register on how many objects each account of the platform x acted, by trace."""
    ids = sorted({account for each in objects.values() for account in each})
    told = {
        "keyed_traces": [{"trace_key": k, "trace": t} for k, t in enumerate(objects)],
        "keyed_accounts": [
            {"account_key": k, "platform": "x", "account_id": account} for k, account in enumerate(ids)
        ],
        "account_margins": [
            {"trace_key": k, "account_key": ids.index(account), "objects": many}
            for k, each in enumerate(objects.values())
            for account, many in each.items()
        ],
    }
    for name, columns in TABLES.items():
        made.register(name, pa.Table.from_pylist(told[name], schema=pa.schema(columns)))
