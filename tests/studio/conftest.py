"""A centre with one detected case, claims under several markings, and judgements; copied for tests that change it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from floodwatch.casebook import record
from floodwatch.centre.handles import Centre
from floodwatch.model.claims import Claim, Entity, entity_id

HANDLES = {f"a{n}": f"quiet.person{n}" for n in range(24)}


def posts(path: Path) -> list[Path]:
    """Eight accounts that share links within seconds, and sixteen that do not; each has a handle and an e-mail."""
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["platform", "post_id", "account_id", "created_at", "text", "language", "urls"])
        for o in range(12):
            for n in range(24):
                url = f"https://e.org/{o}" if n < 8 else f"https://e.net/{(n * 7 + o * 5) % 40}"
                when = 1_700_000_000 + 3600 * o + (n if n < 8 else 997 * n)
                said = f"look at {url} with @{HANDLES['a3']} or me@private.example"
                writer.writerow(["x", f"{n}-{o}", f"a{n}", when, said, "en", url])
    accounts = path.with_name("accounts.csv")
    lines = [f"x,a{n},{HANDLES[f'a{n}']},Person {n}" for n in range(24)]
    accounts.write_text("\n".join(["platform,account_id,handle,name", *lines]) + "\n", "utf-8")
    return [path, accounts]


HERON = Entity(
    entity_id=entity_id("actor", "Marble Heron"), kind="actor", label="Marble Heron", created_by="ada"
)
OPEN, CLOSED = "ab" * 32, "cd" * 32
QUOTED = "The unit works from the third floor of a house in Riga."


def claims() -> tuple[Claim, Claim]:
    """One that anybody may read, and one that is AMBER+STRICT."""
    told = {"subject": HERON.entity_id, "predicate": "count", "unit": "websites", "suggested_by": "ada"}
    return (
        Claim(**told, value_low=175.0, qualifier="over", source_document=OPEN, span_start=0, span_end=40,
              quote="ran over 175 websites", tlp="TLP:CLEAR", status="confirmed", decided_by="ada"),
        Claim(**told, value_low=987654.0, source_document=CLOSED, span_start=0, span_end=40, quote=QUOTED,
              tlp="TLP:AMBER+STRICT", status="confirmed", decided_by="ada"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def detected(tmp_path_factory) -> Path:
    """The centre's folder, which no test changes."""
    folder = tmp_path_factory.mktemp("studio")
    centre = Centre.init(folder / "centre")
    case = centre.case("main")
    case.ingest(*posts(folder / "posts.csv"))
    case.detect(power=False)
    record.add(centre.casebook, [HERON], claims())
    return folder / "centre"


@pytest.fixture
def case(detected, tmp_path):
    """The case in a copy of the centre."""
    shutil.copytree(detected, tmp_path / "centre")
    return Centre.open(tmp_path / "centre").case("main")


@pytest.fixture
def network(case) -> str:
    """The id of its network."""
    from floodwatch.centre.look import look

    return look("networks", case)[0].network_id


TEXT = """# What was seen

observed: The network [[network:{n}]] has [[network:{n} members]] accounts. It posted in November 2023.

```floodwatch network id={n} show=table
```

```floodwatch network id={n} show=picture
```

```floodwatch timeline id={n}
```

reported (by a vendor): [[claim:{c}]].

```floodwatch quote post=post:x/3-1
```
"""


@pytest.fixture
def text(network) -> str:
    return TEXT.format(n=network, c=claims()[0].claim_id)


def begun(case, text, title="Three links", tlp="clear", **more) -> str:
    """A new report by annabel; gives its id."""
    return case.report("new", title=title, tlp=tlp, text=text, by="annabel", **more)["report"]


def passed(case, report) -> None:
    """Everything that the gate asks for of the last version, but that it is frozen."""
    for name in ("right_of_reply", "notices", "legal", "bystanders", "operators_work"):
        case.report("answer", report, question=name, text="Looked at; nothing is open.", by="annabel")
    for row in gate(case, report)["wording"]["left"]:
        case.report("answer", report, finding=row["finding"], text="Meant so.", by="annabel")
    case.report("review", report, by="bertrand")


def gate(case, report):
    return {one["check"]: one for one in case.report("gate", report)["checks"]}


def released(case, text, title="Three links", to=("A partner",), **more) -> str:
    """A report that is released."""
    report = begun(case, text, title, **more)
    passed(case, report)
    case.report("freeze", report, by="annabel")
    case.report("release", report, to=to, by="evelyn")
    return report
