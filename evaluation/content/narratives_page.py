"""The scores of narratives as Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ASKED = {
    "narratives": "posts that tell a narrative",
    "shared": "posts whose narrative another of them tells too",
    "chatter": "all posts, each `none` a group of its own",
    "topics": "posts that tell a narrative, against their topics",
}


def table(summary: Mapping[str, Any]) -> str:
    """Every method on the posts that were held out, and the leads."""
    again = summary["agreement"]
    sizes, asked = summary["asked"], " | ".join(f"F1: {name}" for name in ASKED)
    lines = [
        "# Narratives: groupings of posts against hand labels",
        "",
        f"Each method grouped all {summary['posts']:,} posts; settings were chosen on the `dev` labels, figures are on "
        f"`{summary['on']}`, code {summary['code']}.",
        "B-cubed F1 with 95% intervals: 1,000 draws of narratives with all their posts; leads are paired on the draws.",
        f"Two readings of {again['posts']} of the posts agree by F1 {again['f1']:.3f}.",
        "",
        "| scored on | posts | groups in truth |",
        "|---|---|---|",
        *(f"| {ASKED[q]} (**{q}**) | {posts} | {groups} |" for q, (posts, groups) in sizes.items()),
        "",
        f"| method | groups | precision | recall | {asked} | F1 of pairs | adjusted Rand |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_method(name, found) for name, found in summary["methods"].items()),
    ]
    for our, leads in summary["leads"].items():
        lines += [
            "",
            f"## {our}: lead in F1",
            "",
            "| over | narratives | shared | chatter | topics |",
            "|---|---|---|---|---|",
        ]
        lines += [f"| {name} | {' | '.join(_told(lead[q]) for q in ASKED)} |" for name, lead in leads.items()]
    return "\n".join(lines) + "\n"


def _method(name: str, found: Mapping[str, Any]) -> str:
    said = f"{name} ({found['setting']})" if found["setting"] else name
    cells = [
        said,
        f"{found['groups']:,}",
        f"{found['precision']:.3f}",
        f"{found['recall']:.3f}",
        *(_told(found["f1"][q]) for q in ASKED),
        f"{found['pair_f1']:.3f}",
        f"{found['adjusted_rand']:.3f}",
    ]
    return f"| {' | '.join(cells)} |"


def _told(value: Sequence[float]) -> str:
    middle, low, high = value
    return f"{middle:.3f} ({low:.3f} to {high:.3f})"
