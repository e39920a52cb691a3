"""Content: what is said, about what, and when it breaks out."""

from floodwatch.detectors.content.event_posts import EVENT_POSTS

UNITS = (EVENT_POSTS,)
