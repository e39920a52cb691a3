"""What becomes of accounts, posts and sites after an exposure or a takedown, and who may have come after them."""

from floodwatch.detectors.personas.lifecycle.fates import FATES
from floodwatch.detectors.personas.lifecycle.losses import LOSSES
from floodwatch.detectors.personas.lifecycle.successors import SUCCESSORS

LIFECYCLE = (FATES, LOSSES, SUCCESSORS)
