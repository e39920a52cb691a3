"""Content: what is said, about what, in which narratives, and when it breaks out."""

from floodwatch.detectors.content.bursts import BURSTS
from floodwatch.detectors.content.election_watch import ELECTION_WATCH
from floodwatch.detectors.content.event_posts import EVENT_POSTS
from floodwatch.detectors.content.narrative_posts import NARRATIVE_POSTS
from floodwatch.detectors.content.narratives import NARRATIVES

UNITS = (BURSTS, ELECTION_WATCH, EVENT_POSTS, NARRATIVE_POSTS, NARRATIVES)
