"""Records and features to actions: what an account does to an object."""

from floodwatch.traces.domain import DOMAIN
from floodwatch.traces.hashtag_sequence import HASHTAG_SEQUENCE
from floodwatch.traces.image import IMAGE
from floodwatch.traces.mention_sequence import MENTION_SEQUENCE
from floodwatch.traces.reply import REPLY
from floodwatch.traces.repost import REPOST
from floodwatch.traces.similar_text import SIMILAR_TEXT
from floodwatch.traces.text import TEXT
from floodwatch.traces.translated_text import TRANSLATED_TEXT
from floodwatch.traces.url import URL

TRACES = (
    REPOST,
    URL,
    DOMAIN,
    HASHTAG_SEQUENCE,
    TEXT,
    SIMILAR_TEXT,
    TRANSLATED_TEXT,
    REPLY,
    MENTION_SEQUENCE,
    IMAGE,
)
