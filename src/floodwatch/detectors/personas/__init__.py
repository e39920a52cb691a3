"""Personas and kinds: what accounts look like, what networks do besides the traces, and what that makes them."""

from floodwatch.detectors.personas.engagements import ENGAGEMENT
from floodwatch.detectors.personas.kinds.network_kinds import NETWORK_KINDS
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.seeds import SEEDS
from floodwatch.detectors.personas.signals import SIGNALS
from floodwatch.detectors.personas.stance.table import STANCES

UNITS = (PEOPLE, ENGAGEMENT, *SEEDS, STANCES, *SIGNALS, NETWORK_KINDS)
