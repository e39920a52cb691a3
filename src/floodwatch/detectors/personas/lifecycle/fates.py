"""What became of each account after each exposure or takedown, as far as anybody looked.

Lost: the last status that was found after the date, by a check or a look at the profile, is suspended, deleted,
protected or missing, and no post of a later time is in the data. A look that failed ("unreachable") tells of the
collector and not of the account. A profile that was seen without a status is there. An account that nobody looked at
is unchecked, whatever it posts. Posts are counted over as many days before the date as after it: the weeks asked for,
or the whole days that the data hold on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from floodwatch.detectors.personas.samples import NOON, people
from floodwatch.detectors.personas.watched import SAMPLE, drawn
from floodwatch.model.units import Engine, Example, Parameter, Step, Value

LOST = ("suspended", "deleted", "protected", "missing")
LOST_SQL = ", ".join(f"'{s}'" for s in LOST)
MOST = 50_000
"""Background accounts of known status that are held as controls at most."""
LEAST_DAYS = 7
"""How far the data must reach beyond the date for silence to mean anything."""

HAPPENED = """
    SELECT e.event_id, e.started_at, CASE WHEN d.until_s - epoch(e.started_at) < {least} * 86400 THEN 0
        ELSE CAST(greatest(0, least({weeks} * 7, floor(
            least(epoch(e.started_at) - d.from_s, d.until_s - epoch(e.started_at)) / 86400))) AS BIGINT) END AS days
    FROM events e CROSS JOIN (
        SELECT coalesce(epoch(min(created_at)), 0) AS from_s, coalesce(epoch(max(created_at)), 0) AS until_s
        FROM posts) d
    WHERE lower(e.kind) IN ('exposure', 'takedown') AND e.started_at IS NOT NULL"""
"""With the days before the date, and after it, over which posts are compared; 0 where the data end too soon."""
GROUPS = Step(
    "lifecycle_groups",
    """
    WITH named AS (
        SELECT e.event_id, l.platform, replace(lower(l.subject_id), '@', '') AS subject
        FROM lifecycle_events e JOIN listings l ON l.list_name = e.event_id
        WHERE l.kind = 'account' AND l.listing_role = 'exposed'),
    meant AS (
        SELECT n.event_id, n.platform, n.subject, 1 AS place, p.account_no
        FROM named n JOIN personas p ON p.platform = n.platform AND lower(p.account_id) = n.subject
        UNION ALL SELECT n.event_id, n.platform, n.subject, 2, p.account_no
        FROM named n JOIN personas p ON p.platform = n.platform AND lower(p.handle) = n.subject
        UNION ALL SELECT n.event_id, n.platform, n.subject, 3, p.account_no
        FROM named n JOIN accounts_observed o ON o.platform = n.platform AND lower(o.handle) = n.subject
        JOIN personas p ON p.platform = o.platform AND p.account_id = o.account_id),
    best AS (SELECT platform, subject, min(place) AS place FROM meant GROUP BY platform, subject)
    SELECT e.event_id, m.network_id AS group_id, m.account_no FROM lifecycle_events e CROSS JOIN persona_members m
    UNION SELECT m.event_id, 'listed:' || m.event_id, m.account_no
    FROM meant m JOIN best b ON b.platform = m.platform AND b.subject = m.subject AND b.place = m.place
    """,
)
"""A listed name is meant as an id, else as a handle of today, else as one that was given up: others may bear it now."""
SAYINGS = """
    SELECT platform, subject_id AS account_id, lower(status) AS status, notice, observed_at AS said_at,
        CASE WHEN lower(status) = 'unreachable' THEN 0 ELSE 1 END AS told
    FROM checks WHERE kind = 'account' AND observed_at IS NOT NULL
    UNION ALL SELECT platform, account_id, lower(coalesce(status, 'active')), CAST(NULL AS VARCHAR), observed_at,
        CASE WHEN lower(coalesce(status, 'protected')) = 'protected' THEN 0 ELSE 1 END
    FROM accounts_observed WHERE observed_at IS NOT NULL"""
"""`told` is 0 of a look that would not have shown who is gone: crawls see profiles that are there, protected or not."""
KNOWN = Step(
    "lifecycle_known",
    f"""
    SELECT p.account_no FROM personas p
    JOIN (SELECT DISTINCT platform, account_id FROM ({SAYINGS}) WHERE told = 1) s USING (platform, account_id)
    WHERE p.background AND EXISTS (SELECT 1 FROM lifecycle_events)
    """,
)
COUNT = """
    SELECT (SELECT count(*) FROM personas WHERE background) AS whole, (SELECT count(*) FROM lifecycle_known) AS known"""
WATCHED = """
    SELECT p.account_no, p.platform, p.account_id, p.language, p.created_at,
        p.account_no NOT IN (SELECT account_no FROM lifecycle_groups) AS control
    FROM personas p
    WHERE EXISTS (SELECT 1 FROM lifecycle_events) AND (
        p.account_no IN (SELECT account_no FROM lifecycle_groups)
        OR (p.background AND {some}) OR (p.account_no IN (SELECT account_no FROM lifecycle_known) AND {known}))"""
POSTS = Step(
    "lifecycle_posts",
    """
    SELECT w.account_no, p.created_at FROM posts p JOIN lifecycle_watched w USING (platform, account_id)
    WHERE p.created_at IS NOT NULL
    """,
)
"""Made once, for this unit and for the one that counts posts by week."""
POSTED = """
    SELECT e.event_id, p.account_no, min(p.created_at) AS first_at, max(p.created_at) AS last_at,
        CAST(sum(CASE WHEN p.created_at < e.started_at THEN 1 ELSE 0 END) AS BIGINT) AS posts_before,
        CAST(sum(CASE WHEN epoch(p.created_at) - epoch(e.started_at) >= -86400 * e.days
            AND p.created_at < e.started_at THEN 1 ELSE 0 END) AS BIGINT) AS recent,
        CAST(sum(CASE WHEN epoch(p.created_at) - epoch(e.started_at) <= 86400 * e.days
            AND p.created_at >= e.started_at THEN 1 ELSE 0 END) AS BIGINT) AS following
    FROM lifecycle_posts p CROSS JOIN lifecycle_events e GROUP BY e.event_id, p.account_no"""
SAID = Step(
    "lifecycle_said",
    f"""
    SELECT w.account_no, s.status, s.notice, s.said_at, s.told
    FROM ({SAYINGS}) s JOIN lifecycle_watched w USING (platform, account_id)
    """,
)
SAID_SINCE = Step(
    "lifecycle_since",
    """
    SELECT e.event_id, s.account_no, s.status, s.notice, s.said_at,
        max(s.told) OVER (PARTITION BY e.event_id, s.account_no) AS told
    FROM lifecycle_said s JOIN lifecycle_events e ON s.said_at > e.started_at
    QUALIFY row_number() OVER (PARTITION BY e.event_id, s.account_no
        ORDER BY CASE WHEN s.status = 'unreachable' THEN 1 ELSE 0 END, s.said_at DESC, s.status, s.notice) = 1
    """,
)
SAID_BEFORE = Step(
    "lifecycle_earlier",
    """
    SELECT e.event_id, s.account_no, s.status
    FROM lifecycle_said s JOIN lifecycle_events e ON s.said_at <= e.started_at
    WHERE s.status <> 'unreachable'
    QUALIFY row_number() OVER (PARTITION BY e.event_id, s.account_no ORDER BY s.said_at DESC, s.status) = 1
    """,
)
FATE = f"""
    SELECT e.event_id, w.account_no, w.platform, w.account_id, w.control, w.language,
        CASE WHEN w.created_at IS NULL THEN 'unknown'
             WHEN epoch(e.started_at) - epoch(w.created_at) < 30 * 86400 THEN 'month'
             WHEN epoch(e.started_at) - epoch(w.created_at) < 182 * 86400 THEN 'half a year'
             WHEN epoch(e.started_at) - epoch(w.created_at) < 730 * 86400 THEN 'two years' ELSE 'older' END AS age_band,
        CASE WHEN coalesce(p.posts_before, 0) = 0 THEN '0' WHEN p.posts_before < 4 THEN '1-3'
             WHEN p.posts_before < 16 THEN '4-15' WHEN p.posts_before < 64 THEN '16-63' ELSE '64+' END AS activity_band,
        coalesce(p.posts_before, 0) AS posts_before, coalesce(p.recent, 0) AS recent,
        coalesce(p.following, 0) AS following, e.days,
        coalesce(p.recent, 0) > 0 AS was_active,
        CASE WHEN s.status IS NULL THEN 'unchecked' WHEN s.status = 'unreachable' THEN 'unreachable'
             WHEN s.status IN ({LOST_SQL}) AND NOT coalesce(p.last_at > s.said_at, false) THEN 'lost'
             ELSE 'alive' END AS fate, s.status, s.notice, coalesce(s.told, 0) AS told
    FROM lifecycle_events e CROSS JOIN lifecycle_watched w
    LEFT JOIN lifecycle_posted p ON p.event_id = e.event_id AND p.account_no = w.account_no
    LEFT JOIN lifecycle_since s ON s.event_id = e.event_id AND s.account_no = w.account_no
    LEFT JOIN lifecycle_earlier b ON b.event_id = e.event_id AND b.account_no = w.account_no
    WHERE coalesce(b.status, 'active') NOT IN ({LOST_SQL})
      AND coalesce(least(coalesce(p.first_at, w.created_at), coalesce(w.created_at, p.first_at)) < e.started_at,
                   NOT w.control, false)
    ORDER BY e.event_id, w.account_no"""
MADE = ("lifecycle_events", "lifecycle_said", "lifecycle_known", "lifecycle_watched", "lifecycle_posted",
        "lifecycle_since", "lifecycle_earlier")  # fmt: skip


class Fates:
    """For every exposure or takedown: which accounts were there before, and what was found of them after."""

    name = "lifecycle_fates"
    description = (
        "What became of accounts after each exposure or takedown: lost, alive, unreachable, unchecked."
    )
    version = 2
    parameters = (Parameter("weeks", 4, "Most weeks before and after the date that are compared", "weeks"),)
    needs = ("personas", "persona_members", "posts", "accounts_observed", "checks", "listings", "events")
    makes = ("lifecycle_fates", "lifecycle_groups", "lifecycle_posts")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `lifecycle_fates` (event, account), `lifecycle_groups` (event, group, account), and their posts."""
        happened = HAPPENED.format(weeks=int(str(settings["weeks"])), least=LEAST_DAYS)
        engine.steps((Step("lifecycle_events", happened), GROUPS, KNOWN))
        sizes = engine.arrow(COUNT).to_pylist()[0]
        watched = WATCHED.format(some=drawn(sizes["whole"], SAMPLE), known=drawn(sizes["known"], MOST))
        engine.steps((Step("lifecycle_watched", watched), POSTS, Step("lifecycle_posted", POSTED)))
        engine.steps((SAID, SAID_SINCE, SAID_BEFORE, Step("lifecycle_fates", FATE)))
        engine.drop(*MADE)

    def examples(self) -> Sequence[Example]:
        """An account that a report names is followed; without a report nobody is."""
        tables = people([{}] * 2, [{}] * 3)
        event = {
            "event_id": "r1",
            "title": "A report",
            "kind": "exposure",
            "started_at": NOON + timedelta(days=9),
        }
        vote = {**event, "kind": "election"}
        return (
            Example("a report", True, {**tables, "events": [event]}),
            Example("a vote", False, {**tables, "events": [vote]}),
        )


FATES = Fates()
