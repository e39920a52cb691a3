"""Operations that hide that they are coordinated: one file each, listed here."""

from floodwatch.worlds.operations.rapid_response import rapid_response
from floodwatch.worlds.operations.reply_swarm import reply_swarm
from floodwatch.worlds.operations.repost_ring import repost_ring
from floodwatch.worlds.operations.text_flood import text_flood
from floodwatch.worlds.scene import Template

OPERATIONS: dict[str, Template] = {
    "repost_ring": repost_ring,
    "text_flood": text_flood,
    "rapid_response": rapid_response,
    "reply_swarm": reply_swarm,
}
