"""The interface for programs: every verb and view over HTTP, and the feed of what was shared."""
