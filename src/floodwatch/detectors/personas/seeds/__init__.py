"""Groups proposed by what accounts look like, for the group test to accept or drop."""

from floodwatch.detectors.personas.seeds.creation_burst import CREATION_BURST
from floodwatch.detectors.personas.seeds.handle_shape import HANDLE_SHAPE
from floodwatch.detectors.personas.seeds.identical_counts import IDENTICAL_COUNTS
from floodwatch.detectors.personas.seeds.profile_template import PROFILE_TEMPLATE
from floodwatch.detectors.personas.seeds.shared_domain import SHARED_DOMAIN

SEEDS = (CREATION_BURST, HANDLE_SHAPE, IDENTICAL_COUNTS, PROFILE_TEMPLATE, SHARED_DOMAIN)
