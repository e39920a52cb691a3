"""Sentences and passages with what the linter should find in them, one half kept apart, and the measure of it."""
