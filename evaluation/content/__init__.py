"""Measures what is said of the content of posts: hand-labelled samples, methods that group posts, scores."""
