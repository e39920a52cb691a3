"""Operations that work through personas, and benign groups that look like it: one file each, listed here."""

from floodwatch.worlds.personas.agency_staff import agency_staff
from floodwatch.worlds.personas.auto_deleters import auto_deleters
from floodwatch.worlds.personas.bilingual_students import bilingual_students
from floodwatch.worlds.personas.bought_accounts import bought_accounts
from floodwatch.worlds.personas.exposed_network import exposed_network
from floodwatch.worlds.personas.follow_ring import follow_ring
from floodwatch.worlds.personas.influencer_network import influencer_network
from floodwatch.worlds.personas.journalists_asking import journalists_asking
from floodwatch.worlds.personas.platform_purge import platform_purge
from floodwatch.worlds.personas.rebranded_club import rebranded_club
from floodwatch.worlds.personas.reply_brigade import reply_brigade
from floodwatch.worlds.personas.seasonal_fans import seasonal_fans
from floodwatch.worlds.personas.small_creators import small_creators
from floodwatch.worlds.personas.supporters_both_ends import supporters_both_ends
from floodwatch.worlds.personas.town_choir import town_choir
from floodwatch.worlds.personas.voter_personas import voter_personas
from floodwatch.worlds.scene import Template

PERSONA_OPERATIONS: dict[str, Template] = {
    "bought_accounts": bought_accounts,
    "exposed_network": exposed_network,
    "follow_ring": follow_ring,
    "influencer_network": influencer_network,
    "reply_brigade": reply_brigade,
    "voter_personas": voter_personas,
}

PERSONA_CONTROLS: dict[str, Template] = {
    "agency_staff": agency_staff,
    "auto_deleters": auto_deleters,
    "bilingual_students": bilingual_students,
    "journalists_asking": journalists_asking,
    "platform_purge": platform_purge,
    "rebranded_club": rebranded_club,
    "seasonal_fans": seasonal_fans,
    "small_creators": small_creators,
    "supporters_both_ends": supporters_both_ends,
    "town_choir": town_choir,
}
