"""A made-up case with every table that the views read: plausible numbers, hostile texts, many scripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from floodwatch.centre.units import every
from floodwatch.engine import DuckDB
from floodwatch.lake.plan import leading_to, run_one
from floodwatch.model import findings
from floodwatch.model.records import TABLES
from floodwatch.model.units import sql_name
from floodwatch.tools.arrow import schema
from tests.views import judgements
from tests.views.shapes import FINDINGS, START

LONG_URL = "https://example.org/" + "very-long-path/" * 40 + "?q=" + "x" * 200
TEXTS = (
    "في 12 مارس 2024 وصل عدد الزوار إلى 4٬210 شخصًا، كما قال @outsider_one",
    "2024年3月12日，参观人数达到4210人。🎉 更多信息请见 https://news.example.com/a?id=1",
    "On 12 March 2024 the number of visitors reached 4,210. Thanks @outsider_two and a.person@example.net!",
    '=HYPERLINK("http://evil.example","click") <script>alert(\'x\')</script> <img src=x onerror=alert(1)>',
    "12 марта 2024 года число посетителей достигло 4210 человек 👩‍👩‍👧‍👦",
    "बारह मार्च को आगंतुकों की संख्या 4,210 तक पहुँची। see https://x.com/outsider_one/status/99",
    "\u202etxt.exe\u202c mixed \u200fעברית\u200f text " + "wordwithoutanyspaces" * 12,
    "</script></style>--> {{ 7*7 }} {% raw %} &amp; \x00\x07 end",
)
OBJECTS = (
    ("url", "https://news.example.com/a?id=1"),
    ("url", LONG_URL),
    ("url", "javascript:alert(1)"),
    ("domain", "news.example.com"),
    ("text", "t-1"),
    ("text", "t-2"),
    ("hashtag_sequence", "visit spring 参观"),
    ("repost", "post:x/900001"),
    ("reply", "post:x/900002"),
)
GROUPS = (
    ("n-aa11covert", "covert", 26, ("x", "telegram")),
    ("n-bb22news", "overt", 9, ("x",)),
    ("n-cc33fans", "overt", 40, ("x", "weibo")),
    ("n-dd44unclear", "unclear", 12, ("x", "vk")),
    ("n-ee55tiny", "unclear", 2, ("telegram",)),
)
ROW = dict[str, Any]


@dataclass
class Made:
    """Rows of every table, and the manifest and measured prevalence that go with them."""

    tables: dict[str, list[ROW]] = field(default_factory=dict)
    manifest: ROW = field(default_factory=dict)
    prevalence: list[ROW] = field(default_factory=list)
    first: dict[tuple[str, str, str], ROW] = field(default_factory=dict)

    def engine(self) -> DuckDB:
        """An engine that holds all tables, empty ones included."""
        engine = DuckDB(threads=1)
        for name, arrow in self.arrow().items():
            engine.register(sql_name(name), arrow)
        engine.register("accounts_observed", self.arrow()["accounts"])
        made: dict[str, object] = dict.fromkeys([*self.arrow(), "accounts_observed"])
        for wanted in (
            "narratives",
            "events_suggested",
            "election_watch",
            "persona_kinds",
            "outlets",
            "reach",
            "relays",
            "lifecycle",
            "successors",
        ):
            for unit in leading_to(every(power=False), wanted, list(made)):
                if unit.makes[0] not in made:
                    run_one(engine, unit, {"seed": 1}, made)
                    made.update(dict.fromkeys(unit.makes))
        engine.drop("accounts_observed")  # a case into which no file of accounts was read
        return engine

    def arrow(self) -> dict[str, pa.Table]:
        """The tables as Arrow tables with their full schemas."""
        schemas = {t.name: schema(t) for t in TABLES} | {
            k: pa.schema(list(v.items())) for k, v in FINDINGS.items()
        }
        return {
            name: pa.Table.from_pylist(
                [{c: r.get(c) for c in form.names} for r in self.tables.get(name, [])], form
            )
            for name, form in schemas.items()
        }


def nothing() -> Made:
    """A case in which nothing was read and nothing found."""
    return Made(manifest={"seed": 7, "inputs": []})


def case(seed: int = 1, outsiders: int = 300) -> Made:
    """Five networks among outsiders, over twelve days."""
    made, random = Made(), np.random.default_rng(seed)
    _outsiders(made, random, outsiders)
    for place, (network, kind, size, platforms) in enumerate(GROUPS):
        _network(made, random, place, network, kind, size, platforms)
    _vote(made)
    judgements.tests(made.tables)
    made.tables["rejects"] = [
        {"file": "posts.csv.gz", "line": n, "reason": "created_at cannot be read: \"=cmd|' /C calc'!A0\""}
        for n in (3, 9, 40)
    ]
    made.manifest = {
        "seed": 7,
        "case": "main",
        "inputs": [
            {
                "file": "/home/someone/posts.csv.gz",
                "sha256": "ab" * 32,
                "format": "floodwatch",
                "rows_read": 4000,
                "rows_rejected": 3,
            },
            {
                "file": "profiles.jsonl",
                "sha256": "cd" * 32,
                "format": "x_api_v2",
                "rows_read": 389,
                "rows_rejected": 0,
            },
        ],
        "rows_rejected": 3,
        "versions": {"floodwatch": "0.1.0", "duckdb": "2.0.0"},
        "settings": {"min_objects": 2, "alpha": 0.05},
    }
    made.prevalence = [
        {"kind": k, "prevalence": p, "right": s, "low": s * 0.7, "high": min(1, s * 1.2)}
        for k, base in (("covert", 0.004), ("overt", 0.01))
        for p, s in ((x, x * 0.8 / (x * 0.8 + base)) for x in (0.001, 0.01, 0.05, 0.2))
    ]
    return made


def _outsiders(made: Made, random: np.random.Generator, count: int) -> None:
    made.tables["posts"], made.tables["accounts"] = [], []
    made.tables["collections"] = [
        {
            "collection_id": "c1",
            "platform": "x",
            "method": "keyword",
            "collection_query": "visitors OR 参观 <b>",
            "from_at": START,
            "to_at": START + timedelta(days=12),
            "known_gaps": "8 March, 02–05 UTC",
            "released_by": "Example Institute",
            "markings": ["TLP:GREEN"],
        },
    ]
    for i in range(count):
        made.tables["accounts"].append({"platform": "x", "account_id": f"o{i}", "handle": f"outsider_{i}"})
        for j in range(int(random.integers(1, 6))):
            made.tables["posts"].append(
                _post(f"o{i}-{j}", "x", f"o{i}", random, TEXTS[int(random.integers(3))])
            )


def _vote(made: Made) -> None:
    """A vote, and within half an hour the evening after it a hashtag that fifteen outsiders and a member use."""
    vote = START + timedelta(days=8)
    made.tables["events"] = [
        {"event_id": "v1", "title": "Vote of <b>March</b>", "kind": "election", "started_at": vote}
    ]
    people = [("x", f"o{i}") for i in range(15)] + [("x", made.tables["members"][0]["account_id"])]
    for i, (platform, who) in enumerate(people):
        made.tables["posts"].append(
            {
                "platform": platform,
                "post_id": f"vote{i}",
                "account_id": who,
                "created_at": vote + timedelta(days=1, hours=12, minutes=2 * i),
                "text": f"Some say the election was rigged, @outsider_{i} says it was not #countingnight",
                "hashtags": ["countingnight"],
                "language": "en",
                "collection_id": "c1",
            }
        )


def _post(post: str, platform: str, who: str, random: np.random.Generator, text: str, **more: Any) -> ROW:
    hours = float(random.choice(12) * 24 + np.clip(random.normal(9, 3), 0, 23))
    made_at = START + timedelta(seconds=int(hours * 3600))
    return {
        "platform": platform,
        "post_id": post,
        "account_id": who,
        "created_at": made_at,
        "text": text,
        "language": ("ar", "zh", "en", "en", "ru", "hi", "he", None)[
            TEXTS.index(text) if text in TEXTS else 2
        ],
        "collection_id": "c1" if platform != "vk" else None,
        "permalink": f"https://{platform}.example/{post}",
    } | more


def _network(
    made: Made,
    random: np.random.Generator,
    place: int,
    network: str,
    kind: str,
    size: int,
    platforms: tuple[str, ...],
) -> None:
    people = [(platforms[i % len(platforms)], f"{network[2:4]}{i:03d}") for i in range(size)]
    for i, (platform, who) in enumerate(people):
        grown = i >= size - 3 and size > 10
        _member(made, network, platform, who, i, "growth" if grown else "pair")
    acts = [o for n, o in enumerate(OBJECTS) if n % (place + 1) == 0 or place == 0]
    for platform, who in people:
        for trace, thing in acts:
            _act(made, random, network, platform, who, trace, thing)
    pairs = [p for i, a in enumerate(people) for p in ((a, b) for b in people[i + 1 :])]
    chosen = random.choice(len(pairs), min(len(pairs), size * 4), replace=False)
    for a, b in (pairs[i] for i in sorted(chosen)):
        for trace in sorted(set(random.choice(sorted({t for t, _ in acts}), 2))):
            _edge(made, random, trace, a, b, [o for t, o in acts if t == trace])
    judgements.judged(made.tables, network, kind, size, platforms, sorted({t for t, _ in acts}))


def _member(made: Made, network: str, platform: str, who: str, i: int, route: str) -> None:
    names = ("Sunny <b>Day</b>", "أخبار الصباح", "春天的旅行 🌸", '=cmd|"/C calc"!A0', "Анна")
    made.tables["accounts"].append(
        {
            "platform": platform,
            "account_id": who,
            "handle": f"{who}_daily",
            "name": names[i % 5],
            "bio": (f"Nurse, {names[i % 5]}. Supporter of Alderon", "教師 | mom of two | #VoteAlderon")[
                i % 2
            ],
            "location": ("Ohio", "Berlin", "")[i % 3],
            "created_at": START - timedelta(days=30 + i),
            "followers": 12,
            "following": 40 + i,
            "status": "active",
        }
    )
    made.tables.setdefault("members", []).append(
        {
            "network_id": network,
            "platform": platform,
            "account_id": who,
            "score": 0.95 - i * 0.01,
            "behaviours": "url|text" if route == "pair" else "url",
            "route": route,
            "account_key": i,
        }
    )
    if route == "growth":
        made.tables.setdefault("growth", []).append(
            {
                "network_id": network,
                "platform": platform,
                "account_id": who,
                "shared": 5,
                "expected": 0.31,
                "p_value": 2e-5,
                "q_value": 4e-4,
                "round": 1,
            }
        )


def _act(
    made: Made, random: np.random.Generator, network: str, platform: str, who: str, trace: str, thing: str
) -> None:
    number = len(made.tables["posts"])
    text = TEXTS[(number + len(thing)) % len(TEXTS)]
    more: ROW = {}
    if trace == "repost":
        more = {"is_repost": True, "repost_of": "900001", "repost_of_account": "o1"}
    if trace == "reply":
        more = {"reply_to": "900002", "reply_to_account": "o2"}
    post = _post(f"p{number}", platform, who, random, text, **more)
    made.tables["posts"].append(post)
    action = {
        "trace": trace,
        "platform": platform,
        "account_id": who,
        "object_id": thing,
        "acted_at": post["created_at"],
        "post_id": post["post_id"],
    }
    made.tables.setdefault("actions", []).append(action)
    if trace in ("url", "domain"):
        where = {k: action[k] for k in ("platform", "post_id", "account_id")}
        made.tables.setdefault("post_links", []).append({**where, "url": thing, "domain": "news.example.com"})
    made.first.setdefault((platform, who, thing), action)


def _edge(
    made: Made,
    random: np.random.Generator,
    trace: str,
    a: tuple[str, str],
    b: tuple[str, str],
    things: list[str],
) -> None:
    ends = dict(zip(findings.EDGES[1:5], (*a, *b), strict=True))
    shared, p = 2 + int(random.poisson(3)), float(10 ** -random.uniform(5, 14))
    made.tables.setdefault("edges", []).append(
        {
            "behaviour": trace,
            **ends,
            "shared_objects": shared,
            "co_actions": shared + 1,
            "window_s": None if random.random() < 0.1 else 60,
            "median_lag_s": float(random.integers(-50, 50)),
            "expected": float(random.uniform(0.001, 0.2)),
            "p_value": p,
            "q_value": min(1.0, p * 1000),
        }
    )
    for thing in things:
        posts = [made.first[(*who, thing)] for who in (a, b)]
        lag = int((posts[1]["acted_at"] - posts[0]["acted_at"]).total_seconds())
        made.tables.setdefault("edge_evidence", []).append(
            {
                "behaviour": trace,
                **ends,
                "object_id": thing,
                "source_post": posts[0]["post_id"],
                "target_post": posts[1]["post_id"],
                "source_at": posts[0]["acted_at"],
                "target_at": posts[1]["acted_at"],
                "lag_s": lag,
            }
        )
