"""Content: what is said, about what, and when it breaks out."""

from floodwatch.detectors.content.bursts import BURSTS
from floodwatch.detectors.content.election_watch import ELECTION_WATCH
from floodwatch.detectors.content.event_posts import EVENT_POSTS

UNITS = (BURSTS, ELECTION_WATCH, EVENT_POSTS)
