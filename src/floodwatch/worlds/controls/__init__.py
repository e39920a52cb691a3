"""Benign groups that act together or look as if they did: one file each, listed here."""

from floodwatch.worlds.controls.bots import bots
from floodwatch.worlds.controls.cross_posters import cross_posters
from floodwatch.worlds.controls.diaspora import diaspora
from floodwatch.worlds.controls.emergency_relays import emergency_relays
from floodwatch.worlds.controls.fandom import fandom
from floodwatch.worlds.controls.franchise import franchise
from floodwatch.worlds.controls.live_event import live_event
from floodwatch.worlds.controls.migration import migration
from floodwatch.worlds.controls.paid_engagement import paid_engagement
from floodwatch.worlds.controls.petition import petition
from floodwatch.worlds.controls.prayer_group import prayer_group
from floodwatch.worlds.controls.private_activists import private_activists
from floodwatch.worlds.controls.retweet_apps import retweet_apps
from floodwatch.worlds.controls.share_buttons import share_buttons
from floodwatch.worlds.controls.small_language import small_language
from floodwatch.worlds.controls.toolkit import toolkit
from floodwatch.worlds.scene import Template

CONTROLS: dict[str, Template] = {
    "bots": bots,
    "cross_posters": cross_posters,
    "diaspora": diaspora,
    "emergency_relays": emergency_relays,
    "fandom": fandom,
    "franchise": franchise,
    "live_event": live_event,
    "migration": migration,
    "paid_engagement": paid_engagement,
    "petition": petition,
    "prayer_group": prayer_group,
    "private_activists": private_activists,
    "retweet_apps": retweet_apps,
    "share_buttons": share_buttons,
    "small_language": small_language,
    "toolkit": toolkit,
}
