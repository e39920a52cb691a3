"""Floodwatch: an open, self-hosted threat analysis centre."""

__version__ = "0.1.0"
