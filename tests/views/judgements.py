"""What the tests and rules say about the made-up networks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.views.shapes import START

Tables = dict[str, list[dict[str, Any]]]


def judged(
    tables: Tables, network: str, kind: str, size: int, platforms: tuple[str, ...], traces: list[str]
) -> None:
    put = tables.setdefault
    reason = {
        "covert": "The accounts present themselves as unrelated people but share one profile template.",
        "overt": "The accounts name one owner in their bios and link to its own domain.",
        "unclear": "Coordination beyond chance, but no sign of concealment outside the traces.",
    }[kind]
    put("networks", []).append(
        {
            "network_id": network,
            "kind": kind,
            "members": size,
            "posts": size * 9,
            "platforms": "|".join(platforms),
            "behaviours": "|".join(traces),
            "first_seen": START,
            "last_seen": START + timedelta(days=11, hours=7),
            "q_value": 1e-9 / size,
            "summary": reason,
        }
    )
    put("networks_found", []).append(
        {
            "network_id": network,
            "q_value": 1e-9,
            "p_value": 1e-11,
            "expected": 1.7 * size,
            "observed": 14.0 * size,
            "members": size,
        }
    )
    put("network_kinds", []).append(
        {
            "network_id": network,
            "kind": kind,
            "summary": reason,
            "positive_signs": "creation_burst:time|copied_profile:identity" if kind == "covert" else "",
            "deception_signs": "fabricated_plurality" if kind == "covert" else "",
            "innocent_account": "Volunteers of one campaign use one template and list of links too.",
            "tell_apart": "A public call with the template would speak for volunteers.",
            "rules": "owner_in_bios" if kind == "overt" else "",
        }
    )
    _signs(tables, network, kind, traces)


def _signs(tables: Tables, network: str, kind: str, traces: list[str]) -> None:
    put = tables.setdefault
    for signal, value, explanation in (
        ("behaviour_mix", 0.71, "71% of posts are reposts; fans and newsrooms do this too."),
        (
            "creation_burst",
            9.0,
            "9 accounts were made within 3 days; a platform migration does this too, says @outsider_3.",
        ),
    ):
        put("signals", []).append(
            {
                "subject_kind": "network",
                "subject_id": f"network:{network}",
                "signal": signal,
                "value": value,
                "unit": "share" if value < 1 else "accounts",
                "baseline": value / 3,
                "p_value": 0.0004,
                "evidence": "post:x/o1-0|account:x/o1",
                "explanation": explanation,
                "network_id": network,
            }
        )
    drops = [("trace", t, 3e-6, True) for t in traces] + [("active_tenth", "10%", 2e-4, True)]
    drops += [
        (
            "day",
            f"2024-03-{4 + d:02d}",
            0.2 if d == 3 and kind == "unclear" else 1e-7,
            d != 3 or kind != "unclear",
        )
        for d in range(12)
    ]
    put("robustness", []).extend(
        {"network_id": network, "dropped_kind": k, "dropped": d, "p_value": p, "survives": s}
        for k, d, p, s in drops
    )


def tests(tables: Tables) -> None:
    edges = tables["edges"]
    for trace in ("domain", "hashtag_sequence", "reply", "repost", "text", "url"):
        found = sum(e["behaviour"] == trace for e in edges)
        tables.setdefault("tested", []).append(
            {
                "trace": trace,
                "accounts": 389,
                "actions": 2210,
                "objects": 96,
                "pairs_possible": 75466.0,
                "resolution_s": 60 if trace == "reply" else 1,
                "windows": "60|300|3600|21600|ever",
                "windows_skipped": "10" if trace == "reply" else "",
                "edges": found,
                "affinity_k": 0.52,
                "note": "times are given to the minute" if trace == "reply" else "",
            }
        )
        for shuffle, share in (("hour", 0.04), ("day", 0.02), ("global", 0.004)):
            tables.setdefault("calibration", []).append(
                {
                    "trace": trace,
                    "shuffle": shuffle,
                    "rounds": 20,
                    "edges_observed": found,
                    "edges_shuffled": share * found,
                    "fdr": share,
                    "windows": "60|300",
                }
            )
    tables["power"] = [
        {
            "trace": t,
            "language": "en",
            "members": m,
            "actions_each": a,
            "spread_s": s,
            "planted": 20,
            "found": min(20, m * a // 3),
            "power_low": min(20, m * a // 3) / 20 * 0.8,
            "power_high": min(1.0, m * a / 50),
        }
        for t in ("text", "url")
        for m in (4, 8, 16)
        for a in (4, 8)
        for s in (60, 3600)
    ]
