"""Operations that hide that they are coordinated: one file each, listed here."""

from floodwatch.worlds.operations.hashtag_run import hashtag_run
from floodwatch.worlds.operations.link_drip import link_drip
from floodwatch.worlds.operations.look_alikes import look_alikes
from floodwatch.worlds.operations.multilingual_sites import multilingual_sites
from floodwatch.worlds.operations.rapid_response import rapid_response
from floodwatch.worlds.operations.reply_swarm import reply_swarm
from floodwatch.worlds.operations.repost_ring import repost_ring
from floodwatch.worlds.operations.state_relay import state_relay
from floodwatch.worlds.operations.text_flood import text_flood
from floodwatch.worlds.operations.two_sided import two_sided
from floodwatch.worlds.scene import Template

OPERATIONS: dict[str, Template] = {
    "hashtag_run": hashtag_run,
    "link_drip": link_drip,
    "look_alikes": look_alikes,
    "multilingual_sites": multilingual_sites,
    "rapid_response": rapid_response,
    "reply_swarm": reply_swarm,
    "repost_ring": repost_ring,
    "state_relay": state_relay,
    "text_flood": text_flood,
    "two_sided": two_sided,
}
