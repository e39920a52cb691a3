"""The dossier: everything a report of one case says, as plain values that every output can render.

Built by `views.dossier`, read by `outputs`. Times are aware datetimes in UTC, texts of posts are masked
and shortened already, and every `*_total` says how many there are when only some are held here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

Rows = list[dict[str, Any]]

COVERT_MEANS = (
    "Covert means that coordination is concealed. It does not mean inauthentic, malign, or run by a state."
)
NOTHING_JUDGED: Mapping[str, Any] = MappingProxyType(
    {"judgements": (), "forecasts": (), "weighings": (), "questions": (), "attributions": (), "impact": (),
     "alerts": (), "alerts_total": 0}
)  # fmt: skip
OUTSIDE = "account outside the networks"
NAMES = {
    "url": "link", "domain": "domain", "text": "text", "repost": "repost", "reply": "reply", "image": "image",
    "hashtag_sequence": "hashtags", "mention_sequence": "mentions", "similar_text": "similar text",
    "translated_text": "translated text",
}  # fmt: skip


def said(name: object) -> str:
    """A name of the program in words: hashtag_sequence is hashtags, creation_burst is creation burst."""
    return NAMES.get(str(name), str(name).replace("_", " "))


@dataclass(frozen=True, slots=True)
class Account:
    """A member of a network as it is shown."""

    ref: str
    platform: str
    account_id: str
    handle: str = ""
    name: str = ""

    @property
    def label(self) -> str:
        """What people read: @handle, or the id where no handle is known."""
        return f"@{self.handle}" if self.handle else self.account_id


@dataclass(frozen=True, slots=True)
class Post:
    """A post as it is shown: text masked and cut to a stated length."""

    ref: str
    account: Account
    created_at: datetime | None
    text: str
    cut: bool = False
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One object that both accounts of an edge acted on, with the pair of posts nearest in time."""

    label: str
    source: Post
    target: Post
    lag_s: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair of accounts that passed the test in one behaviour, with some of the posts behind it."""

    behaviour: str
    source: Account
    target: Account
    shared_objects: int
    co_actions: int
    window_s: int | None
    median_lag_s: float | None
    expected: float | None
    p_value: float | None
    q_value: float | None
    evidence: tuple[Evidence, ...] = ()
    evidence_total: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """Two posts side by side, and why just these two are shown."""

    why: str
    edge: Edge
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Network:
    """One network: who, how, when, what, against chance, and the innocent account of it."""

    network_id: str
    kind: str
    members: int
    posts: int
    platforms: tuple[str, ...]
    behaviours: tuple[str, ...]
    first_seen: datetime | None
    last_seen: datetime | None
    q_value: float | None
    summary: str
    expected: float | None = None
    observed: float | None = None
    edges: int = 0
    kind_detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        """Ref of the network."""
        return f"network:{self.network_id}"


@dataclass(frozen=True, slots=True)
class Odds:
    """What speaks for one operator behind a network: terms by dependence group in natural log-odds, and their sum.

    `right` and `pair_right`: the share expected right at each prevalence, for the network and for the middle one of
    its pairs. `above` of `pairs` have more that speaks for than against; `best` are the pairs for which most does.
    """

    network_id: str
    terms: Rows
    log_lr: float
    right: Rows
    pairs: int = 0
    above: int = 0
    pair_log_lr: float | None = None
    pair_right: Rows = field(default_factory=list)
    best: Rows = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Detail:
    """The section of one network. `rhythm` is 7 × 24 counts (Monday first, UTC hours); `card`: see `views.personas`.

    `by_part`: how many of all members have which part in the case.
    """

    network: Network
    accounts: Rows
    by_platform: Rows
    by_language: Rows
    by_form: Rows
    rhythm: tuple[tuple[int, ...], ...]
    timeline: Rows
    timeline_step: str
    behaviours: Rows
    objects: Rows
    objects_total: int
    domains: Rows
    domains_total: int
    examples: tuple[Example, ...]
    edges: tuple[Edge, ...]
    signals: Rows
    robustness: Rows
    growth: Rows
    growth_total: int
    odds: Odds | None = None
    no_clock: str = ""
    card: Mapping[str, Any] = field(default_factory=dict)
    by_part: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graph:
    """The fused network: one node per member, one edge per pair of accounts over all behaviours."""

    nodes: Rows
    edges: Rows


@dataclass(frozen=True, slots=True)
class Overview:
    """What was read and rejected, how it came to be, and what is wrong with it."""

    counts: Mapping[str, Any]
    inputs: Rows
    rejects: Rows
    rejected: int
    collections: Rows
    languages: Rows
    platforms: Rows
    warnings: Rows


@dataclass(frozen=True, slots=True)
class Smallest:
    """Per behaviour the smallest planted operation that was found, and what that does not say."""

    found: Rows
    note: str


@dataclass(frozen=True, slots=True)
class Narratives:
    """What is being said: rows of the largest narratives, the first of them in full, and how much of all that is."""

    rows: Rows = field(default_factory=list)
    total: int = 0
    details: Rows = field(default_factory=list)
    coverage: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """Candidate events, how many there are in all, and claims about votes in the two days after them."""

    suggested: Rows = field(default_factory=list)
    total: int = 0
    votes: Rows = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a report needs. `details` holds the sections of the first networks of `networks`.

    `links`: `live`, or `defanged` when no link of the report may lead outside; `paper` is what the PDF is
    printed on, `glyphs` whether it is refused where no font has a character, or has boxes there. `people`:
    sentences on the groups of people that the kinds were measured for. `roles`: the part of each account, by
    its ref, that a person gave one; everybody else is a bystander. `aftermath` and `media` are what the views
    `lifecycle` and `outlets` answer; `again` is what was met before; `resembled` says by network which known
    actors it resembles; `assessed` is what people judged and weighed of the case; `scope` the parts of
    its scope note, where there is one.
    """

    case: str
    headline: tuple[str, ...]
    can_show: tuple[str, ...]
    cannot_show: tuple[str, ...]
    smallest: Smallest
    overview: Overview
    tested: Rows
    calibration: Rows
    left_out: Rows
    networks: tuple[Network, ...]
    details: tuple[Detail, ...]
    graph: Graph
    power: Rows
    prevalence: Rows
    seed: int
    example_rule: str
    told: Narratives = field(default_factory=Narratives)
    happened: Happened = field(default_factory=Happened)
    aftermath: Mapping[str, Any] = field(default_factory=lambda: {"events": []})
    media: Mapping[str, Any] = field(default_factory=lambda: {"outlets": []})
    again: Mapping[str, Any] = field(default_factory=lambda: {"hits": [], "shown": []})
    resembled: Mapping[str, Any] = field(default_factory=dict)
    assessed: Mapping[str, Any] = field(default_factory=lambda: NOTHING_JUDGED)
    markings: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    links: str = "live"
    paper: str = "a4"
    glyphs: str = "refuse"
    people: tuple[str, ...] = ()
    scope: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def as_of(self) -> datetime | None:
        """Time of the last post read: the report's date that does not depend on the clock."""
        value = self.overview.counts.get("last_post")
        return value if isinstance(value, datetime) else None
