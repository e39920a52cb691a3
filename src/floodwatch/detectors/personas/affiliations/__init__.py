"""Media of states and their influencers: whose account is whose, how many people they reach, and who passes on what."""

from floodwatch.detectors.personas.affiliations.affiliations import AFFILIATIONS
from floodwatch.detectors.personas.affiliations.outlets import OUTLETS
from floodwatch.detectors.personas.affiliations.reach import REACH
from floodwatch.detectors.personas.affiliations.relays import RELAYS

UNITS = (AFFILIATIONS, OUTLETS, REACH, RELAYS)
