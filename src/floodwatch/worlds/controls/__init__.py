"""Benign groups that act together or look as if they did: one file each, listed here."""

from floodwatch.worlds.scene import Template

CONTROLS: dict[str, Template] = {}
