"""The truth about planted signs of personas, as a table: group_id, sign, platform, account_id, moment, value.

A row is about one account, or about the whole group where account_id is null. What the value says, by sign:

- `utc`: hours from UTC of the place where the group lives or works, from the moment on; `holiday`: a day not worked
- `false_place`: the country that the account claims; `default_handle`, `bio_template`: nothing
- `batch`: days in which the accounts were made, from the moment on
- `camp`: the party that the account's bio names; `occupation`: the job that it names; `both_sides`: both parties
- `probe`: questions and polls of the account; `follow_train`: accounts named by its list, posted at the moment
- `mutual`: pairs of members that follow one another; `shared_target`: an account that all members follow
- `dormancy`: days of silence before the moment; `drift`: the fields replaced at the moment
- `language_switch`: languages before and after the moment
- `swarm`: the account whose post was answered, at the moment; `ephemeral`: collected posts that the account deleted
- `own_amplification`: reposts and replies that members' posts have from members, at most
- `state_media`, `declared`, `undeclared`: the outlet's name; `relay`: median seconds from release to relay
- `reach`: accounts among the collected follows that follow any of the network; `reach_sum`: its counters added up
- `exposure`: the event's title; `listed`: an account that it names; `vanished`: what became of it from the moment on
- `successor`: the account that it succeeds; `site_gone`: a domain that went away at the moment
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from floodwatch.worlds.columns import Texts
from floodwatch.worlds.draft import Draft
from floodwatch.worlds.history import Sign
from floodwatch.worlds.tables import DELAY_S, MOMENT, second_of

PLANTED = pa.schema(
    [
        ("group_id", pa.string()),
        ("sign", pa.string()),
        ("platform", pa.string()),
        ("account_id", pa.string()),
        ("moment", MOMENT),
        ("value", pa.string()),
    ]
)
Row = tuple[str, str, str, str | None, int | None, str | None]


def planted(draft: Draft, ids: Texts, follows: pa.Table) -> pa.Table:
    """Every planted sign of a world, sorted; empty where no persona template was planted."""
    rows = [row for sign in draft.history.signs for row in _rows(draft, sign, ids)]
    rows += _reaches(draft, ids, follows)
    rows.sort(key=lambda r: tuple(("" if v is None else str(v)) for v in r))
    columns: Any = list(zip(*rows, strict=True)) or [()] * len(PLANTED)
    arrays = [
        pa.array(c, pa.int64()).cast(f.type) if f.type == MOMENT else pa.array(c, f.type)
        for c, f in zip(columns, PLANTED, strict=True)
    ]
    return pa.table(arrays, schema=PLANTED)


def _rows(draft: Draft, sign: Sign, ids: Texts) -> Iterator[Row]:
    people = draft.people
    for place in range(1 if sign.rows is None else len(sign.rows)):
        account = None if sign.rows is None else int(sign.rows[place])
        value = None if sign.value is None else str(sign.value[place])
        if sign.about is not None:
            value = str(ids[sign.about[place]])
        when = None if sign.second is None else second_of(draft, int(sign.second[place]))
        platform = sign.platform if account is None else str(people["platform"][account])
        named = None if account is None else str(ids[account])
        yield sign.group_id, sign.sign, platform, named, when, value


def count_followers(draft: Draft, ids: Texts, follows: pa.Table) -> None:
    """Let the counters of accounts whose reach was planted show the collected followers, or a multiple of them."""
    followed = Counter(_pairs(follows, "platform", "followed_id"))
    dated = np.zeros(len(draft.people), dtype=np.int64)
    for _, target, since in draft.history.follows:
        begun = since <= draft.setting.length + DELAY_S
        dated += np.bincount(target[begun], minlength=len(dated))
    for _, _, rows, scale in draft.history.reaches:
        shown = [scale * followed[str(draft.people["platform"][r]), str(ids[r])] for r in rows]
        draft.people.put("followers", rows, np.maximum(np.array(shown) - dated[rows], 0))


def _pairs(table: pa.Table, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(table.column(n).to_pylist() for n in names), strict=True))


def _reaches(draft: Draft, ids: Texts, follows: pa.Table) -> Iterator[Row]:
    """The true union of followers among the collected follows, and what adding up the counters gives."""
    when = second_of(draft, draft.setting.length + DELAY_S)
    for group, platform, rows, scale in draft.history.reaches:
        own = {(str(draft.people["platform"][r]), str(ids[r])) for r in rows}
        every = [
            (p, one)
            for p, one, other in _pairs(follows, "platform", "follower_id", "followed_id")
            if (p, other) in own
        ]
        yield group, "reach", platform, None, when, str(len(set(every)))
        yield group, "reach_sum", platform, None, when, str(scale * len(every))
