"""What a case shows of a network's impact: outsiders who passed it on, own and outside engagement, posts beside others.

Nothing is judged here. A community is the language that an outsider mostly posts in: the only one that any collection
shows. Replies and quotes are engagement and no passing on: people answer and quote what they object to.
"""

from __future__ import annotations

from typing import Any

from floodwatch.model.dossier import Rows
from floodwatch.model.units import Parameter
from floodwatch.views.mask import mask
from floodwatch.views.unit import Reader, View, has, literal, rows

MOST = 5000
"""Posts on each side of the comparison on the same topic, drawn by the hash of their ids."""
INSIDE = """
WITH inside AS (SELECT platform, account_id FROM members WHERE network_id = {one}),
own AS (
  SELECT p.* FROM posts p JOIN inside m ON m.platform = p.platform AND m.account_id = p.account_id
  WHERE p.repost_of IS NULL AND NOT coalesce(p.is_repost, FALSE)),
given AS (
  SELECT e.platform, e.account_id, e.post_id, e.created_at, e.repost_of IS NOT NULL AS passed_on,
    coalesce(e.repost_of, e.reply_to, e.quote_of) AS target_id
  FROM posts e WHERE coalesce(e.repost_of, e.reply_to, e.quote_of) IS NOT NULL),
got AS (
  SELECT g.*, o.account_id AS author_id, i.account_id IS NOT NULL AS is_own FROM given g
  JOIN own o ON o.platform = g.platform AND o.post_id = g.target_id
  LEFT JOIN inside i ON i.platform = g.platform AND i.account_id = g.account_id
  WHERE g.account_id <> o.account_id)"""
SCALE = """
SELECT count(*) AS posts, min(created_at) AS first_post, max(created_at) AS last_post,
  sum(coalesce(reposts, 0) + coalesce(replies, 0) + coalesce(quotes, 0)) AS counted,
  (SELECT count(*) FROM inside) AS members FROM own"""
ENGAGED = """
SELECT CAST(coalesce(sum(CASE WHEN is_own THEN 1 ELSE 0 END), 0) AS BIGINT) AS own, count(*) AS seen FROM got"""
PASSED_ON = """
, languages AS (
  SELECT platform, account_id, language, count(*) AS posts FROM posts
  WHERE language IS NOT NULL AND language <> 'und' GROUP BY ALL),
mostly AS (
  SELECT platform, account_id, language FROM languages
  QUALIFY row_number() OVER (PARTITION BY platform, account_id ORDER BY posts DESC, language) = 1)
SELECT g.platform, coalesce(l.language, '') AS community, count(DISTINCT g.account_id) AS accounts,
  min(g.created_at) AS first_at,
  arg_min(g.post_id, (g.created_at, g.post_id)) AS post_id
FROM got g LEFT JOIN mostly l ON l.platform = g.platform AND l.account_id = g.account_id
WHERE g.passed_on AND NOT g.is_own GROUP BY ALL ORDER BY ALL"""
WHERE = """
SELECT 'platform' AS kind, platform AS name FROM own GROUP BY ALL
UNION ALL SELECT 'community', language FROM own WHERE language IS NOT NULL AND language <> 'und' GROUP BY language
HAVING count(*) >= 0.2 * (SELECT count(*) FROM own) ORDER BY ALL"""
SAME_TOPIC = """
, told AS (
  SELECT t.platform, t.post_id, t.narrative_id, i.account_id IS NOT NULL AS is_own,
    coalesce(p.reposts, 0) + coalesce(p.replies, 0) + coalesce(p.quotes, 0) AS got
  FROM narrative_posts t JOIN posts p ON p.platform = t.platform AND p.post_id = t.post_id
  LEFT JOIN inside i ON i.platform = t.platform AND i.account_id = t.account_id
  WHERE NOT t.is_share AND t.narrative_id IS NOT NULL
    AND coalesce(p.reposts, p.replies, p.quotes) IS NOT NULL),
by_members AS (SELECT target_id, platform, count(*) AS n FROM got WHERE is_own GROUP BY ALL)
SELECT is_own, greatest(t.got - coalesce(b.n, 0), 0) AS got FROM told t
LEFT JOIN by_members b ON b.platform = t.platform AND b.target_id = t.post_id
WHERE t.narrative_id IN (SELECT narrative_id FROM told WHERE is_own)
QUALIFY row_number() OVER (PARTITION BY is_own ORDER BY md5(t.platform || '/' || t.post_id), t.post_id) <= {most}
ORDER BY is_own, got"""
SIGNALS = """
SELECT signal, value, unit, p_value, explanation FROM signals WHERE network_id = {one} AND subject_kind = 'network'
  AND signal IN ({names}) ORDER BY signal, unit"""
REACH = "'reach_followers', 'reach_people'"
STAKES = "'wedge_issue', 'state_criticism', 'harmful_terms', 'both_sides', 'reply_swarm_target'"
LAST = "SELECT max(created_at) AS last_post FROM posts"


def view(reader: Reader, network: str) -> dict[str, Any]:
    """What a case shows of one network, as values that assessment weighs."""
    inside = INSIDE.format(one=literal(network))
    scale = rows(reader, inside + SCALE)[0]
    where = rows(reader, inside + WHERE)
    return {
        "scale": {**scale, "reach": _signals(reader, network, REACH)},
        "stakes": _signals(reader, network, STAKES),
        "engaged": {**rows(reader, inside + ENGAGED)[0], "counted": int(scale["counted"] or 0)},
        "passed_on": rows(reader, inside + PASSED_ON),
        "platforms": [row["name"] for row in where if row["kind"] == "platform"],
        "communities": [row["name"] for row in where if row["kind"] == "community"],
        "same_topic": _same_topic(reader, inside),
        "collected_until": rows(reader, LAST)[0]["last_post"],
    }


def _same_topic(reader: Reader, inside: str) -> dict[str, list[float]]:
    """Engagement of the network's posts, its own left out, and of posts of others in the same narratives."""
    found: Rows = []
    if has(reader, "narrative_posts"):
        found = rows(reader, inside + SAME_TOPIC.format(most=MOST))
    return {
        "ours": [float(row["got"]) for row in found if row["is_own"]],
        "others": [float(row["got"]) for row in found if not row["is_own"]],
    }


def _signals(reader: Reader, network: str, names: str) -> Rows:
    if not has(reader, "signals"):
        return []
    found, hidden = rows(reader, SIGNALS.format(one=literal(network), names=names)), mask(reader)
    return [{**row, "explanation": hidden.text(row["explanation"])} for row in found]


IMPACT = View(
    "impact",
    "What a case shows of a network's impact: scale, stakes, who passed it on, engagement, posts beside others",
    view,
    needs=("members", "posts", "narrative_posts", "signals/*", "accounts"),
    parameters=(Parameter("network", "", "which network"),),
)
