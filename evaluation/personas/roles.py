"""How far behaviour and content tell the roles of accounts apart, on tweets of the Internet Research Agency.

`python -m evaluation.personas.roles` reads tweets of October 2016, hides the roles that researchers at Clemson
University gave the accounts, measures what each account does and says, and asks a plain classifier for the roles of
accounts that it has not seen. The classifier is the same for every kind of measure, the words of TF-IDF included.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from evaluation.content.posts import IRA
from evaluation.content.tfidf import vectors
from evaluation.personas.softmax import macro_f1, out_of_fold
from evaluation.run import write
from evaluation.stale import ROOT, code_hash

if TYPE_CHECKING:
    import pyarrow as pa

OUT = ROOT / "evaluation" / "results" / "personas"
ROLES = ("LeftTroll", "RightTroll", "NewsFeed", "HashtagGamer")
LEAST_POSTS = 10
RESAMPLES, SEED = 1000, 11
Account = str


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, write the page, print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    if not IRA.exists():
        parser.exit(1, f"The tweets are not there: {IRA}\n")
    found = measure(read_records(IRA))
    write(options.out / "roles.json", json.dumps(found, indent=1) + "\n")
    write(options.out / "roles.md", page(found))
    print(page(found))


def read_records(path: Path) -> tuple[dict[str, pa.Table], dict[Account, str]]:
    """Records without the roles, and the role of each account."""
    import pyarrow as pa

    from floodwatch.sources import ReadOptions, read

    tables: dict[str, list[pa.Table]] = {}
    for chunk in read([path], ReadOptions(), lambda reject: None):
        tables.setdefault(chunk.table, []).append(chunk.rows)
    records = {name: pa.concat_tables(parts) for name, parts in tables.items()}
    labels = zip(*(records["accounts"].column(c).to_pylist() for c in ("account_id", "labels")), strict=True)
    roles = {account: given[0].partition(":")[2] for account, given in labels if given}
    return {**records, "accounts": records["accounts"].drop_columns(["labels"])}, roles


def measure(given: tuple[dict[str, pa.Table], dict[Account, str]]) -> dict[str, Any]:
    """Macro-F1 of every kind of measure on accounts that were held out, with intervals and confusions."""
    tables, roles = given
    counts = Counter(tables["posts"].column("account_id").to_pylist())
    accounts = sorted(a for a, n in counts.items() if n >= LEAST_POSTS and roles.get(a) in ROLES)
    truth = np.array([ROLES.index(roles[a]) for a in accounts])
    kinds = measures(tables, accounts)
    guesses = {name: out_of_fold(rows, truth, len(ROLES)) for name, rows in kinds.items()}
    guesses["majority"] = np.full(len(truth), np.bincount(truth).argmax())
    return {
        "code": code_hash(), "accounts": {r: int((truth == i).sum()) for i, r in enumerate(ROLES)},
        "methods": {name: _scored(truth, guess) for name, guess in guesses.items()},
        "leads": {
            f"{ours} over {theirs}": _lead(truth, guesses[ours], guesses[theirs])
            for ours in ("behaviour", "content", "behaviour and content")
            for theirs in ("majority", "words (TF-IDF)")
        },
        "clock": clock(tables),
    }  # fmt: skip


def measures(tables: Mapping[str, pa.Table], accounts: Sequence[Account]) -> dict[str, sparse.csr_array]:
    """One row per account for each kind of measure."""
    from floodwatch.centre.analysis import analysis

    wanted = ("narrative_posts", "post_issues", "post_links", "post_languages", "post_probes")
    found = analysis(tables, {"seed": SEED}, keep=wanted)
    posts = {
        post: account
        for post, account in zip(
            *(tables["posts"].column(c).to_pylist() for c in ("post_id", "account_id")), strict=True
        )
    }
    said: dict[Account, Counter[str]] = {a: Counter() for a in accounts}
    for token, post in (*_content(found), *_tags(tables["posts"])):
        if posts.get(post) in said:
            said[posts[post]][token] += 1
    done = behaviour(tables, accounts)
    texts: dict[Account, list[str]] = {a: [] for a in accounts}
    for account, text in zip(
        *(tables["posts"].column(c).to_pylist() for c in ("account_id", "text")), strict=True
    ):
        if account in texts:
            texts[account].append(text or "")
    content, acts = weighted([said[a] for a in accounts]), weighted([done[a] for a in accounts])
    return {
        "behaviour": acts,
        "content": content,
        "behaviour and content": sparse.csr_array(sparse.hstack([acts, content])),
        "words (TF-IDF)": vectors([" ".join(texts[a]) for a in accounts]),
    }


def _content(found: Mapping[str, pa.Table]) -> Iterator[tuple[str, str]]:
    """What Floodwatch reads in posts, as tokens: narratives, wedge issues, sites, languages, questions."""
    columns = {
        "narrative_posts": "narrative_id", "post_issues": "issue", "post_links": "domain",
        "post_languages": "language", "post_probes": "probe",
    }  # fmt: skip
    for table, column in columns.items():
        rows = found[table].select(["post_id", column]).to_pylist()
        yield from ((f"{table}:{row[column]}", row["post_id"]) for row in rows if row[column])


def _tags(posts: pa.Table) -> Iterator[tuple[str, str]]:
    for post, tags in zip(*(posts.column(c).to_pylist() for c in ("post_id", "hashtags")), strict=True):
        yield from ((f"tag:{tag.casefold()}", post) for tag in tags or ())


def behaviour(tables: Mapping[str, pa.Table], accounts: Sequence[Account]) -> dict[Account, Counter[str]]:
    """How often each account does what after what, as the signal behaviour_strings counts it."""
    rows = _with_members(tables, ["all"] * len(accounts), accounts, "behaviour_strings")
    told: dict[Account, Counter[str]] = {a: Counter() for a in accounts}
    for row in rows:
        told[row["account_id"]][row["pair"]] = row["times"]
    return told


def clock(tables: Mapping[str, pa.Table]) -> list[str]:
    """What the clock says of all accounts together, told nothing of roles."""
    accounts = sorted(set(tables["posts"].column("account_id").to_pylist()))
    said = _with_members(tables, ["all"] * len(accounts), accounts, "signals/group_clock")
    refused = _with_members(tables, ["all"] * len(accounts), accounts, "group_clock_refused")
    return [
        *(f"{r['signal']}: {r['value']:.2f} {r['unit']}. {r['explanation']}" for r in said),
        *(f"refused: {r['reason']}" for r in refused),
    ]


def _with_members(
    tables: Mapping[str, pa.Table], networks: Sequence[str], accounts: Sequence[Account], table: str
) -> list[dict[str, Any]]:
    """Rows of a table of the persona units, with these accounts as the members of networks."""
    import pyarrow as pa

    from floodwatch.centre.analysis import records
    from floodwatch.centre.units import every
    from floodwatch.engine import DuckDB
    from floodwatch.lake.plan import leading_to, run_one
    from floodwatch.model.records import OBSERVED, TABLES
    from floodwatch.model.units import sql_name

    given = ["members", *(t.name for t in (*TABLES, *OBSERVED.values()))]
    made: dict[str, object] = {}
    with DuckDB() as engine:
        records(engine, tables)
        rows = {"network_id": list(networks), "platform": ["x"] * len(accounts), "account_id": list(accounts)}
        engine.register("members", pa.table(rows))
        for unit in leading_to(every(power=False), table, given):
            run_one(engine, unit, {"seed": SEED}, made)
            made |= dict.fromkeys(unit.makes)
        found: list[dict[str, Any]] = engine.arrow(
            f"SELECT * FROM {sql_name(table)} ORDER BY ALL"
        ).to_pylist()
    return found


def weighted(counts: Sequence[Counter[str]]) -> sparse.csr_array:
    """Unit rows of 1 + log count, times log idf, as for words."""
    number = {token: i for i, token in enumerate(sorted(set().union(*counts)))}
    columns = np.array([number[t] for count in counts for t in count], dtype=np.int64)
    values = 1 + np.log(np.array([n for count in counts for n in count.values()], dtype=float))
    starts = np.cumsum([0, *map(len, counts)])
    idf = np.log(len(counts) / np.maximum(np.bincount(columns, minlength=len(number)), 1)) + 1
    rows = sparse.csr_array(
        (values * idf[columns], columns, starts), shape=(len(counts), max(len(number), 1))
    )
    norm = np.sqrt(rows.multiply(rows).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.where(norm > 0, norm, 1)) @ rows)


Ints = NDArray[np.int64]


def _scored(truth: Ints, guess: Ints) -> dict[str, Any]:
    confusion = np.zeros((len(ROLES), len(ROLES)), dtype=int)
    np.add.at(confusion, (truth, guess), 1)
    found = [macro_f1(truth[i], guess[i], len(ROLES)) for i in _drawn(len(truth))]
    return {
        "macro_f1": macro_f1(truth, guess, len(ROLES)), "interval": np.quantile(found, [0.025, 0.975]).tolist(),
        "confusion": confusion.tolist(),
    }  # fmt: skip


def _lead(truth: Ints, ours: Ints, theirs: Ints) -> list[float]:
    """The lead, with its 95% bootstrap interval over accounts."""

    def lead(i: Ints) -> float:
        return macro_f1(truth[i], ours[i], len(ROLES)) - macro_f1(truth[i], theirs[i], len(ROLES))

    found = [lead(i) for i in _drawn(len(truth))]
    return [lead(np.arange(len(truth))), *np.quantile(found, [0.025, 0.975]).tolist()]


def _drawn(size: int) -> Iterator[Ints]:
    rng = np.random.default_rng(SEED)
    return (rng.integers(size, size=size) for _ in range(RESAMPLES))


def page(found: Mapping[str, Any]) -> str:
    """The figures as a page."""
    held = ", ".join(f"{n} {r}" for r, n in found["accounts"].items())
    lines = [
        "# Roles of accounts of the Internet Research Agency, October 2016\n",
        f"Accounts of ten posts or more: {held}. The roles were given by researchers at Clemson University and "
        "hidden from everything that was measured. One classifier (logistic, its penalty chosen inside the training "
        "accounts) was asked for the roles of accounts held out, in five folds. Intervals draw accounts. "
        f"Code {found['code']}; `python -m evaluation.personas.roles`.\n",
        "| measured | macro-F1 | 95% interval |", "|---|---|---|",
    ]  # fmt: skip
    for name, m in found["methods"].items():
        lines.append(f"| {name} | {m['macro_f1']:.3f} | {m['interval'][0]:.3f} to {m['interval'][1]:.3f} |")
    lines += ["", "| lead | | 95% interval |", "|---|---|---|"]
    lines += [
        f"| {name} | {v:+.3f} | {low:+.3f} to {high:+.3f} |"
        for name, (v, low, high) in found["leads"].items()
    ]
    lines += [
        "",
        "Which role was taken for which, by behaviour and content:\n",
        f"| is | {' | '.join(ROLES)} |",
    ]
    lines.append("|---" * (len(ROLES) + 1) + "|")
    for role, row in zip(ROLES, found["methods"]["behaviour and content"]["confusion"], strict=True):
        lines.append(f"| {role} | {' | '.join(map(str, row))} |")
    lines += ["", "What the clock says of all accounts together:\n"]
    lines += [f"* {line}" for line in found["clock"]]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
