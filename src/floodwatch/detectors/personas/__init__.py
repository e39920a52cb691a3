"""Personas and kinds: what accounts look like, what networks do besides the traces, and what that makes them."""

from floodwatch.detectors.personas.affiliations import UNITS as AFFILIATIONS
from floodwatch.detectors.personas.cards import CARDS
from floodwatch.detectors.personas.engagements import ENGAGEMENT
from floodwatch.detectors.personas.follow_pairs import FOLLOW_PAIRS
from floodwatch.detectors.personas.kinds.network_kinds import NETWORK_KINDS
from floodwatch.detectors.personas.lifecycle import LIFECYCLE
from floodwatch.detectors.personas.odds.network_odds import NETWORK_ODDS
from floodwatch.detectors.personas.odds.pair_odds import PAIR_ODDS
from floodwatch.detectors.personas.originals import PERSONA_ORIGINALS
from floodwatch.detectors.personas.people import PEOPLE
from floodwatch.detectors.personas.seeds import SEEDS
from floodwatch.detectors.personas.signals import SIGNALS
from floodwatch.detectors.personas.stance.table import STANCES
from floodwatch.detectors.personas.timelines import TIMELINES

UNITS = (
    PEOPLE, PERSONA_ORIGINALS, TIMELINES, FOLLOW_PAIRS, ENGAGEMENT, *SEEDS, STANCES, *AFFILIATIONS, *LIFECYCLE, *CARDS,
    *SIGNALS, PAIR_ODDS, NETWORK_ODDS, NETWORK_KINDS,
)  # fmt: skip
