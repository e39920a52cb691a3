"""Features to the same thing again: texts, translations. Each unit makes rows `(copy_id, post, distance)`."""

from __future__ import annotations

from floodwatch.copies.texts import TEXTS
from floodwatch.copies.translations import TRANSLATIONS
from floodwatch.model.units import Unit

COPIES: tuple[Unit, ...] = (TEXTS, TRANSLATIONS)
