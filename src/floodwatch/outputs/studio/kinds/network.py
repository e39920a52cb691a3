"""A network as a picture, a table of its members, or its figures; its timeline. All from members, links and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from floodwatch.model.document import OBSERVED, Block, Figure, Paragraph, Table
from floodwatch.model.dossier import Graph, Network, said
from floodwatch.model.reports import Evaluated, Number, Row
from floodwatch.model.runs import words
from floodwatch.model.units import Parameter
from floodwatch.outputs import charts, text
from floodwatch.outputs.picture import picture
from floodwatch.outputs.studio.kinds.base import Settings, View, count, nothing, of_kind, total, value

MOST_BARS, WEEK = 60, 7
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OF_NETWORK = ("network_id", "kind", "q_value", "first_seen", "last_seen", "platforms", "behaviours", "summary",
              "expected", "observed")  # fmt: skip


class OneNetwork:
    """One network: a picture, the table of its members, or its figures in a sentence."""

    name = "network"
    description = "a network as a picture, as a table of members, or as its figures in a sentence"
    parameters: tuple[Parameter, ...] = (
        Parameter("id", "", "Which network."),
        Parameter("show", "summary", "What of it.", choices=("summary", "table", "picture")),
        Parameter("most", "25", "How many members a table shows, those with the highest scores first."),
        Parameter("caption", "", "What stands below or above it."),
    )
    subject = "id"
    free = False

    def asks(self, settings: Settings) -> Sequence[View]:
        """Its members, links and days."""
        return [("basis", {"network": settings["id"]})]

    def rows(self, answers: Sequence[Any], settings: Settings) -> list[dict[str, Any]]:
        """The network, each member, each link."""
        return rows_of(answers[0])

    def numbers(self, rows: Sequence[Row], settings: Settings) -> list[Number]:
        """Members, posts, links, and the chance of error, which is the network's own."""
        own, members = of_kind(rows, "network"), of_kind(rows, "member")
        if not own:
            return []
        made = [
            count("members", members, "rows of members"),
            total("posts", members, "posts", "sum of posts over rows of members"),
            count("links", of_kind(rows, "link"), "rows of links"),
            count("platforms", _first(members, "platform"), "platforms among rows of members"),
        ]
        if own[0]["q_value"] is not None:
            made.append(Number("q", own[0]["q_value"], "q_value of the network's row", (str(own[0]["ref"]),)))
        return made

    def blocks(self, one: Evaluated) -> list[Block]:
        """The picture, the table or the sentence."""
        own = of_kind(one.rows, "network")
        if not own:
            return nothing(one, "The network")
        show = {"table": _table, "picture": _picture}.get(one.asked.settings["show"], _summary)
        return [show(one, own[0])]

    def inline(self, one: Evaluated) -> str:
        """A figure of it, or its name."""
        return inline_of(one, "network")


class Timeline(OneNetwork):
    """Posts of a network's members over time."""

    name = "timeline"
    description = "posts of a network's members over time, by day or week"
    parameters = (
        Parameter("id", "", "Which network."),
        Parameter("caption", "", "What stands below it."),
    )
    subject = ""

    def rows(self, answers: Sequence[Any], settings: Settings) -> list[dict[str, Any]]:
        """The network, and posts by member and day."""
        return rows_of(answers[0], days=True)

    def numbers(self, rows: Sequence[Row], settings: Settings) -> list[Number]:
        """Posts, days with posts, first and last day."""
        days = of_kind(rows, "day")
        if not days:
            return []
        told = [int(row["day_number"]) for row in days]
        ends = {"first_day": _day(min(told)), "last_day": _day(max(told))}
        once = {row["day_number"]: row for row in days}
        return [
            total("posts", days, "posts", "sum of posts over rows of days"),
            count("days", list(once.values()), "days (UTC) among rows of days"),
            *(Number(name, day, f"{name.replace('_', ' ')} (UTC) among rows of days", _those(days, day))
              for name, day in ends.items()),
        ]  # fmt: skip

    def blocks(self, one: Evaluated) -> list[Block]:
        """The bars."""
        days = of_kind(one.rows, "day")
        if not days:
            return nothing(one, "The timeline")
        bars, step = bars_of(days)
        drawn = charts.timeline(bars, step)
        caption = (
            one.asked.settings["caption"]
            or f"Posts by members of {one.asked.settings['id']} per {step} (UTC)."
        )
        return [Figure(charts.label(drawn), caption, drawn, voice=OBSERVED, refs=one.refs)]


def rows_of(answer: Any, days: bool = False) -> list[dict[str, Any]]:
    """What the view answers as rows of evidence."""
    own = answer["network"]
    if own is None:
        return []
    told = asdict(own)
    made = [{"what": "network", "ref": own.ref, **{name: told[name] for name in OF_NETWORK}}]
    if days:
        return made + [{"what": "day", "rests": [own.ref], **row} for row in answer["days"]]
    made += [{"what": "member", "rests": [own.ref], **row} for row in answer["members"]]
    return made + [
        {"what": "link", "ref": row["source"], "rests": [own.ref, row["target"]], **row}
        for row in answer["links"]
    ]


def inline_of(one: Evaluated, what: str) -> str:
    """What a ref within a sentence is shown as: the figure it asks for, or what it names."""
    part = one.asked.part
    if not part:
        return f"{what} {one.asked.settings['id']}" if one.rows else ""
    found = value(one, part)
    return "" if found is None else shown(found)


def shown(found: Any) -> str:
    """A figure in words."""
    return (
        text.number(found)
        if isinstance(found, int)
        else (f"{found:.3g}" if isinstance(found, float) else str(found))
    )


def _first(rows: Sequence[Row], name: str) -> list[Row]:
    return list({row[name]: row for row in reversed(rows)}.values())


def _those(days: Sequence[Row], day: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(row["ref"]) for row in days if _day(int(row["day_number"])) == day))


def _day(number: int) -> str:
    return (EPOCH + timedelta(days=number)).date().isoformat()


def bars_of(days: Sequence[Row]) -> tuple[list[dict[str, Any]], str]:
    """Bars of a day, a week, or as many weeks as make at most 60 bars."""
    counted: Counter[int] = Counter()
    for row in days:
        counted[int(row["day_number"])] += int(row["posts"])
    first, last = min(counted), max(counted)
    length = 1
    while (last - first) // length >= MOST_BARS:
        length = WEEK if length == 1 else length * 2
    bars = [0] * ((last - first) // length + 1)
    for day, posts in counted.items():
        bars[(day - first) // length] += posts
    step = {1: "day", WEEK: "week"}.get(length, f"{length // WEEK} weeks")
    began = (EPOCH + timedelta(days=first + i * length) for i in range(len(bars)))
    return [{"began_at": when, "posts": posts} for when, posts in zip(began, bars, strict=True)], step


def _summary(one: Evaluated, own: Row) -> Block:
    chance = f", q {text.related(own['q_value'])}" if own["q_value"] is not None else ""
    ties = ", ".join(said(b) for b in own["behaviours"])
    line = (
        f"Network {own['network_id']}, called {own['kind']}: {text.number(value(one, 'members'))} accounts with "
        f"{text.number(value(one, 'posts'))} posts, {text.number(value(one, 'links'))} links by {ties}{chance}."
    )
    return Paragraph(words(line), voice=OBSERVED, refs=one.refs)


def _table(one: Evaluated, own: Row) -> Block:
    members = of_kind(one.rows, "member")
    most = int(one.asked.settings["most"])
    rows = tuple(
        (
            words(f"@{row['handle']}" if row.get("handle") else str(row["account_id"]), "und"),
            words(str(row["platform"])),
            words(text.number(row.get("score"))),
            words(text.number(row["posts"])),
            words(str(row["part"]).replace("_", " ")),
        )
        for row in members[:most]
    )
    more = f" {text.number(len(members) - most)} more are in the evidence." if len(members) > most else ""
    caption = one.asked.settings["caption"] or f"Members of network {own['network_id']}, surest first.{more}"
    head = tuple(map(words, ("Account", "Platform", "Score", "Posts", "Part")))
    align = ("start", "start", "end", "end", "start")
    return Table(head, rows, caption, align, voice=OBSERVED, refs=one.refs)


def _picture(one: Evaluated, own: Row) -> Block:
    members, links = of_kind(one.rows, "member"), of_kind(one.rows, "link")
    nodes = [{**row, "network_id": own["network_id"]} for row in members]
    fields = {name: own[name] for name in OF_NETWORK} | {"first_seen": None, "last_seen": None}
    fields |= {"platforms": tuple(own["platforms"]), "behaviours": tuple(own["behaviours"])}
    network = Network(**fields, members=len(members), posts=value(one, "posts"))
    drawn = picture(Graph(nodes, [dict(row) for row in links]), [network], 0)
    caption = (
        one.asked.settings["caption"] or f"Network {own['network_id']}: a mark is an account, a line a link."
    )
    return Figure(
        f"Network {own['network_id']} with {len(members):,} accounts and {len(links):,} links.", caption, drawn.svg,
        voice=OBSERVED, refs=one.refs,
    )  # fmt: skip


NETWORK, TIMELINE = OneNetwork(), Timeline()
