"""Persona cards: what accounts say that they are, and the kinds of persona that a network plays."""

from floodwatch.detectors.personas.cards.kinds import PERSONA_KINDS
from floodwatch.detectors.personas.cards.traits import PERSONA_TRAITS

CARDS = (PERSONA_TRAITS, PERSONA_KINDS)
