"""Who passes on what an outlet's overt accounts release, in which form, and how long after.

A release is an original post by an overt account. A relay is a later action on the same object by another account:
the traces say what is the same (a repost, the same or nearly the same text, a translation, a link to the outlet's own
site), and quotes name their post. A text that somebody else had posted before is no release of the outlet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.detectors.personas.affiliations import listed
from floodwatch.detectors.personas.affiliations.affiliations import LISTING
from floodwatch.detectors.personas.samples import people, post
from floodwatch.model.units import Engine, Example, Parameter, Step, Value

FORMS = ("repost", "quote", "text copy", "translation", "link")
"""Forms, the most certain first: of several the first counts."""

OWN = Step(
    "relays_own",
    """
    SELECT o.account_no, o.outlet, o.owner, o.house, p.platform, p.account_id
    FROM affiliations_overt o JOIN personas p USING (account_no)
    """,
)
RELEASES = Step(
    "relays_releases",
    """
    SELECT o.account_no, o.outlet, o.owner, o.house, p.platform, p.post_id, p.created_at
    FROM posts p JOIN relays_own o ON o.platform = p.platform AND o.account_id = p.account_id
    WHERE p.created_at IS NOT NULL AND NOT (coalesce(p.is_repost, FALSE) OR p.repost_of IS NOT NULL)
    """,
)
ACTED = """
    SELECT '{form}' AS form, a.trace, a.platform, a.post_id, {more}a.acted_at, a.object_id
    FROM actions__{trace} a """
TRACES = {"text": "text copy", "similar_text": "text copy", "translated_text": "translation", "url": "link"}


def _acted(name: str, those: str, more: str = "") -> Step:
    """The actions of every trace of which a join keeps a few: all of them are too many to be held twice."""
    every = (ACTED.format(form=form, trace=trace, more=more) + those for trace, form in TRACES.items())
    return Step(name, " UNION ALL ".join(every))


RELEASED = _acted(
    "relays_released",
    """JOIN (SELECT DISTINCT platform, post_id FROM relays_releases) r
        ON r.platform = a.platform AND r.post_id = a.post_id""",
)
"""What the releases themselves say and link."""
LINKED = Step(
    "relays_linked",
    """
    SELECT DISTINCT r.platform, r.post_id, r.house, l.url FROM relays_releases r
    JOIN post_links l ON l.platform = r.platform AND l.post_id = r.post_id
    JOIN affiliations_sites s ON s.domain = l.domain AND s.house = r.house
    """,
)
OBJECTS = Step(
    "relays_objects",
    """
    SELECT a.form, a.trace, a.object_id, a.acted_at AS released_at, r.platform, r.post_id, r.outlet, r.owner, r.house,
           r.account_no
    FROM relays_released a JOIN relays_releases r ON r.platform = a.platform AND r.post_id = a.post_id
    LEFT JOIN relays_linked l ON l.platform = r.platform AND l.post_id = r.post_id AND l.house = r.house
        AND l.url = a.object_id
    WHERE a.trace <> 'url' OR l.url IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY a.trace, a.object_id, r.house ORDER BY a.acted_at, r.platform, r.post_id) = 1
    """,
)
"""The first release of each object by each house; links count where they lead to a site of the house."""
ACTIONS = _acted(
    "relays_actions",
    """JOIN (SELECT DISTINCT trace, object_id FROM relays_objects) o
        ON o.trace = a.trace AND o.object_id = a.object_id""",
    "a.account_id, ",
)
"""What anybody did with these objects."""
FIRST = Step(
    "relays_first",
    """
    SELECT o.* FROM relays_objects o
    LEFT JOIN (
        SELECT a.trace, a.object_id, min(a.acted_at) AS first_at FROM relays_actions a
        JOIN (SELECT DISTINCT trace, object_id FROM relays_objects WHERE trace <> 'url') k
            ON k.trace = a.trace AND k.object_id = a.object_id
        GROUP BY a.trace, a.object_id) f ON f.trace = o.trace AND f.object_id = o.object_id
    WHERE o.trace = 'url' OR o.released_at <= f.first_at
    """,
)
WORDED = """
    SELECT r.*, 'text:' || substr(sha256(t.text_key), 1, 16) AS object_id
    FROM relays_releases r JOIN post_texts t USING (platform, post_id) WHERE t.text_key IS NOT NULL AND {wanted}"""
"""Releases by the name that a repost gives them which names no post but its words."""
UNNAMED = "SELECT count(*) AS n FROM actions__repost WHERE object_id LIKE 'text:%'"
"""Such reposts: without any, texts are not read."""
SAME = """
    SELECT f.form, f.outlet, f.owner, f.house, f.platform AS release_platform, f.post_id AS release_post, f.released_at,
           a.platform, a.post_id, a.account_id, a.acted_at, f.account_no AS release_no
    FROM relays_first f JOIN relays_actions a ON a.trace = f.trace AND a.object_id = f.object_id
    WHERE a.acted_at > f.released_at"""
REPOSTED = """
    SELECT 'repost', r.outlet, r.owner, r.house, r.platform, r.post_id, r.created_at,
           a.platform, a.post_id, a.account_id, a.acted_at, r.account_no
    FROM actions__repost a JOIN relays_releases r ON a.object_id = r.platform || '/' || r.post_id
    WHERE a.acted_at >= r.created_at
    UNION ALL
    SELECT 'repost', r.outlet, r.owner, r.house, r.platform, r.post_id, r.created_at,
           a.platform, a.post_id, a.account_id, a.acted_at, r.account_no
    FROM actions__repost a JOIN relays_worded r ON r.object_id = a.object_id
    WHERE a.acted_at >= r.created_at AND a.platform = r.platform"""
QUOTED = """
    SELECT 'quote', r.outlet, r.owner, r.house, r.platform, r.post_id, r.created_at,
           e.platform, e.post_id, p.account_id, e.created_at, r.account_no
    FROM engagements e JOIN relays_releases r ON r.platform = e.platform AND r.post_id = e.target_post
    JOIN personas p ON p.account_no = e.account_no WHERE e.form = 'quote' AND e.created_at >= r.created_at"""
PLACE = " ".join(f"WHEN '{form}' THEN {n}" for n, form in enumerate(FORMS))
RELAYED = Step(
    "relays",
    f"""
    SELECT s.outlet, s.owner, s.house, s.release_platform, s.release_post, s.released_at, s.platform, s.post_id,
           s.account_id, p.account_no, coalesce(substr(f.route, 2), '') AS route,
           p.background AND coalesce(f.route, '') <> '1overt' AS background,
           s.form, s.acted_at, epoch(s.acted_at) - epoch(s.released_at) AS delay_s
    FROM ({SAME} UNION ALL {REPOSTED} UNION ALL {QUOTED}) s
    JOIN personas p ON p.platform = s.platform AND p.account_id = s.account_id
    LEFT JOIN (SELECT account_no, min(CASE route WHEN 'overt' THEN '1overt' WHEN 'declared' THEN '2declared'
                                      ELSE '3linked' END) AS route
               FROM affiliations GROUP BY account_no) f ON f.account_no = p.account_no
    WHERE p.account_no <> s.release_no
    QUALIFY row_number() OVER (
        PARTITION BY s.house, s.platform, s.post_id
        ORDER BY CASE s.form {PLACE} END, s.released_at, s.release_platform, s.release_post) = 1
    """,
)

GROUPED = Step(
    "relays_grouped",
    """
    SELECT r.outlet, r.owner,
           CASE WHEN r.route <> '' THEN r.route WHEN r.background THEN 'background' ELSE 'networks' END
               AS relayed_by, r.release_platform, r.release_post, r.account_no, r.delay_s FROM relays r
    UNION ALL
    SELECT r.outlet, r.owner, 'network:' || m.network_id, r.release_platform, r.release_post, r.account_no, r.delay_s
    FROM relays r JOIN persona_members m USING (account_no)
    """,
)
SUMMARY = Step(
    "relay_summary",
    """
    WITH placed AS (
        SELECT *, row_number() OVER (PARTITION BY outlet, relayed_by ORDER BY delay_s) AS place,
               count(*) OVER (PARTITION BY outlet, relayed_by) AS whole FROM relays_grouped),
    released AS (SELECT outlet, count(*) AS releases FROM relays_releases GROUP BY outlet)
    SELECT p.outlet, min(p.owner) AS owner, p.relayed_by, min(r.releases) AS releases,
           count(DISTINCT p.release_platform || '/' || p.release_post) AS relayed, count(*) AS relays,
           count(DISTINCT p.account_no) AS accounts, quantile_cont(p.delay_s, 0.5) AS median_s,
           min(CASE WHEN p.place >= floor(p.whole / 2.0 - 0.98 * sqrt(p.whole)) THEN p.delay_s END) AS low_s,
           max(CASE WHEN p.place <= ceil(p.whole / 2.0 + 0.98 * sqrt(p.whole)) + 1 THEN p.delay_s END) AS high_s
    FROM placed p JOIN released r ON r.outlet = p.outlet GROUP BY p.outlet, p.relayed_by
    ORDER BY p.outlet, p.relayed_by
    """,
)
"""By outlet and who relays: the median delay with its 95% interval from the order of the delays (binomial)."""
STEPS = (listed.NAMED, listed.SITES)
TEMPORARY = (
    "affiliations_named", "affiliations_sites", "affiliations_overt", "relays_own", "relays_releases",
    "relays_released", "relays_actions", "relays_linked", "relays_worded", "relays_objects",
    "relays_first", "relays_grouped",
)  # fmt: skip


class Relays:
    """One row per post that passes on a release of an outlet, and what they sum up to."""

    name = "relays"
    description = "Posts that pass on what an outlet's own accounts release, with form and delay."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = (
        "listings", "accounts", "personas", "persona_members", "affiliations", "posts", "post_texts", "post_links",
        "engagements", "actions/repost", "actions/text", "actions/similar_text", "actions/translated_text",
        "actions/url",
    )  # fmt: skip
    makes = ("relays", "relay_summary")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `relays` (delay_s in seconds) and `relay_summary`, by outlet and route, background or network."""
        engine.steps((*STEPS, listed.overt(), OWN, RELEASES, RELEASED, LINKED, OBJECTS, ACTIONS))
        unnamed = engine.arrow(UNNAMED)["n"][0].as_py()
        worded = Step("relays_worded", WORDED.format(wanted="true" if unnamed else "false"))
        engine.steps((FIRST, worded, RELAYED, GROUPED, SUMMARY))
        engine.drop(*TEMPORARY)

    def examples(self) -> Sequence[Example]:
        """A release that is copied and reposted, and a text that was there before the outlet had it."""
        who = people([{}], [{"handle": "river_tv"}, *[{}] * 3])
        text = "the bridge over the river opens again on monday"
        shared = {**who, "listings": [LISTING]}
        passed_on = [post(1, 1, text), post(2, 2, text), _repost(3, 3, 1)]
        return (
            Example("passed on", True, {**shared, "posts": passed_on}),
            Example("taken from others", False, {**shared, "posts": [post(1, 2, text), post(2, 1, text)]}),
        )


def _repost(number: int, who: int, author: int) -> dict[str, object]:
    return post(number, who, "", repost_of=f"p{author:04d}", repost_of_account=f"{author:04d}")


RELAYS = Relays()
