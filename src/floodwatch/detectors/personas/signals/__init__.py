"""Measured signals about networks, each against what the background does."""

from floodwatch.detectors.personas.signals.attribution import ATTRIBUTION
from floodwatch.detectors.personas.signals.behaviour_mix import BEHAVIOUR_MIX
from floodwatch.detectors.personas.signals.behaviour_strings import BEHAVIOUR_STRINGS
from floodwatch.detectors.personas.signals.bio_frame import BIO_FRAME
from floodwatch.detectors.personas.signals.both_sides import BOTH_SIDES
from floodwatch.detectors.personas.signals.both_sides_stance import BOTH_SIDES_STANCE
from floodwatch.detectors.personas.signals.clock import CLOCK
from floodwatch.detectors.personas.signals.copied_profile import COPIED_PROFILE
from floodwatch.detectors.personas.signals.creation_burst import CREATION_BURST
from floodwatch.detectors.personas.signals.cross_posters import CROSS_POSTERS
from floodwatch.detectors.personas.signals.declarations import DECLARATIONS
from floodwatch.detectors.personas.signals.disappearance import DISAPPEARANCE
from floodwatch.detectors.personas.signals.dormancy import DORMANCY
from floodwatch.detectors.personas.signals.ephemeral_posts import EPHEMERAL_POSTS
from floodwatch.detectors.personas.signals.event_latency import EVENT_LATENCY
from floodwatch.detectors.personas.signals.follow_train import FOLLOW_TRAIN
from floodwatch.detectors.personas.signals.group_clock import GROUP_CLOCK
from floodwatch.detectors.personas.signals.handle_shape import HANDLE_SHAPE
from floodwatch.detectors.personas.signals.harmful_terms import HARMFUL_TERMS
from floodwatch.detectors.personas.signals.identical_counts import IDENTICAL_COUNTS
from floodwatch.detectors.personas.signals.language_mismatch import LANGUAGE_MISMATCH
from floodwatch.detectors.personas.signals.language_switch import LANGUAGE_SWITCH
from floodwatch.detectors.personas.signals.lookalikes import LOOKALIKES
from floodwatch.detectors.personas.signals.open_clients import OPEN_CLIENTS
from floodwatch.detectors.personas.signals.opinion_probe import OPINION_PROBE
from floodwatch.detectors.personas.signals.own_amplification import OWN_AMPLIFICATION
from floodwatch.detectors.personas.signals.persona_cast import PERSONA_CAST
from floodwatch.detectors.personas.signals.persona_drift import PERSONA_DRIFT
from floodwatch.detectors.personas.signals.platform_labels import PLATFORM_LABELS
from floodwatch.detectors.personas.signals.principals import PRINCIPALS
from floodwatch.detectors.personas.signals.public_call import PUBLIC_CALL
from floodwatch.detectors.personas.signals.reach import REACH_OF_NETWORKS
from floodwatch.detectors.personas.signals.relays import RELAYS_OF_NETWORKS
from floodwatch.detectors.personas.signals.reply_swarm import REPLY_SWARM
from floodwatch.detectors.personas.signals.same_experience import SAME_EXPERIENCE
from floodwatch.detectors.personas.signals.shared_follows import SHARED_FOLLOWS
from floodwatch.detectors.personas.signals.shared_name import SHARED_NAME
from floodwatch.detectors.personas.signals.stance import STANCE
from floodwatch.detectors.personas.signals.thin_echo import THIN_ECHO
from floodwatch.detectors.personas.signals.wedge_issues import WEDGE_ISSUES
from floodwatch.detectors.personas.signals.wordings import WORDINGS

SIGNALS = (
    ATTRIBUTION, BEHAVIOUR_MIX, BEHAVIOUR_STRINGS, BIO_FRAME, BOTH_SIDES, BOTH_SIDES_STANCE, CLOCK,
    COPIED_PROFILE, CREATION_BURST, CROSS_POSTERS, DECLARATIONS, DISAPPEARANCE, DORMANCY, EPHEMERAL_POSTS,
    EVENT_LATENCY, FOLLOW_TRAIN, GROUP_CLOCK, HANDLE_SHAPE, HARMFUL_TERMS, IDENTICAL_COUNTS, LANGUAGE_MISMATCH,
    LANGUAGE_SWITCH, LOOKALIKES, OPEN_CLIENTS, OPINION_PROBE, OWN_AMPLIFICATION, PERSONA_CAST, PERSONA_DRIFT,
    PLATFORM_LABELS, PRINCIPALS, PUBLIC_CALL, REACH_OF_NETWORKS, RELAYS_OF_NETWORKS, REPLY_SWARM,
    SAME_EXPERIENCE, SHARED_FOLLOWS, SHARED_NAME, STANCE, THIN_ECHO, WEDGE_ISSUES, WORDINGS,
)  # fmt: skip
