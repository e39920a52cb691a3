"""Who is there: one row per account with its profile and main language, and who belongs to which network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from floodwatch.model.units import Engine, Example, Parameter, Step, Value

SAID = Step(
    "personas_said",
    """
    SELECT platform, account_id, language, collection_id, count(*) AS posts
    FROM posts GROUP BY platform, account_id, language, collection_id
    """,
)
"""Posts are read once, for languages and for collections."""

LANGUAGES = Step(
    "personas_languages",
    """
    SELECT platform, account_id, language FROM (
        SELECT platform, account_id, language, row_number() OVER (
                   PARTITION BY platform, account_id ORDER BY CAST(sum(posts) AS BIGINT) DESC, language) AS place
        FROM (SELECT platform, account_id, lower(split_part(replace(language, '_', '-'), '-', 1)) AS language, posts
              FROM personas_said WHERE language IS NOT NULL AND lower(language) NOT IN ('', 'und', 'zxx'))
        GROUP BY platform, account_id, language)
    WHERE place = 1
    """,
)

SEEN = Step(
    "personas_seen",
    """
    SELECT p.platform, p.account_id, CAST(sum(p.posts) AS BIGINT) AS posts,
           bool_and(coalesce(c.method IN ('takedown', 'seed_accounts'), false)) AS selected
    FROM personas_said p LEFT JOIN collections c USING (collection_id)
    GROUP BY p.platform, p.account_id
    """,
)

KEYS = Step(
    "personas_keys",
    """
    SELECT CAST(row_number() OVER (ORDER BY platform, account_id) - 1 AS BIGINT) AS account_no, platform, account_id
    FROM (SELECT platform, account_id FROM personas_seen
          UNION SELECT platform, account_id FROM accounts
          UNION SELECT platform, account_id FROM members)
    """,
)
"""Numbered here, where rows are short to sort."""

PERSONAS = Step(
    "personas",
    """
    SELECT k.account_no, k.platform, k.account_id, a.handle, a.name, a.bio, a.location, a.website, a.created_at,
           a.followers, a.following, a.post_count, a.avatar, coalesce(a.verified, false) AS verified,
           coalesce(a.labels, []) AS labels,
           coalesce(l.language, lower(split_part(a.language, '-', 1)), 'und') AS language,
           coalesce(s.posts, 0) AS posts,
           NOT (coalesce(s.selected, c.method IN ('takedown', 'seed_accounts'), false)
                OR m.platform IS NOT NULL) AS background
    FROM personas_keys k
    LEFT JOIN accounts a USING (platform, account_id)
    LEFT JOIN personas_languages l USING (platform, account_id)
    LEFT JOIN personas_seen s USING (platform, account_id)
    LEFT JOIN collections c ON a.collection_id = c.collection_id
    LEFT JOIN (SELECT DISTINCT platform, account_id FROM members) m USING (platform, account_id)
    """,
)

MEMBERS = Step(
    "persona_members",
    """
    SELECT DISTINCT m.network_id, p.account_no
    FROM members m JOIN personas p USING (platform, account_id)
    ORDER BY ALL
    """,
)


class People:
    """Profiles, main languages and membership, side by side, for all the signals to read."""

    name = "personas"
    description = "One row per account: profile, main language, posts, and whether it is background."
    version = 1
    parameters: tuple[Parameter, ...] = ()
    needs = ("posts", "accounts", "collections", "members")
    makes = ("personas", "persona_members")
    grows = False

    def run(self, engine: Engine, settings: Mapping[str, Value]) -> None:
        """Leave `personas` (dense `account_no`, sorted by platform and id) and `persona_members`."""
        engine.steps((SAID, LANGUAGES, SEEN, KEYS, PERSONAS, MEMBERS))
        engine.drop("personas_said", "personas_languages", "personas_seen", "personas_keys")

    def examples(self) -> Sequence[Example]:
        """An account that only a network names makes a row; nobody makes none."""
        member = {"network_id": "n-1", "platform": "x", "account_id": "1"}
        return (Example("one account", True, {"members": [member]}), Example("nobody", False, {}))


PEOPLE = People()
