"""One row to features: pure functions, computed once per distinct value."""

from floodwatch.features.post_anchors import POST_ANCHORS
from floodwatch.features.post_issues import POST_ISSUES
from floodwatch.features.post_languages import POST_LANGUAGES
from floodwatch.features.post_links import POST_LINKS
from floodwatch.features.post_probes import POST_PROBES
from floodwatch.features.post_terms import POST_TERMS
from floodwatch.features.post_texts import POST_TEXTS
from floodwatch.features.selected_accounts import SELECTED_ACCOUNTS

FEATURES = (
    POST_TEXTS,
    POST_LANGUAGES,
    POST_LINKS,
    POST_ANCHORS,
    POST_PROBES,
    POST_ISSUES,
    POST_TERMS,
    SELECTED_ACCOUNTS,
)
