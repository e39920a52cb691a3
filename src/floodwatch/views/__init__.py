"""Views: tables of a case -> one answer, as plain values with refs. One file each, one explicit list."""

from __future__ import annotations

from floodwatch.views.account import ACCOUNT
from floodwatch.views.actor import ACTOR
from floodwatch.views.assessed import ASSESSED
from floodwatch.views.basis import BASIS
from floodwatch.views.cited import CITED, MATRICES
from floodwatch.views.compare import COMPARE
from floodwatch.views.dossier import DOSSIER
from floodwatch.views.elections import ELECTIONS
from floodwatch.views.events import EVENTS
from floodwatch.views.evidence import EVIDENCE
from floodwatch.views.facts import FACTS
from floodwatch.views.forecasts import FORECASTS
from floodwatch.views.graph import GRAPH
from floodwatch.views.habits import HABITS
from floodwatch.views.impact import IMPACT
from floodwatch.views.imported import IMPORTED
from floodwatch.views.incidents import INCIDENTS
from floodwatch.views.judgements import JUDGEMENTS
from floodwatch.views.left_out import LEFT_OUT
from floodwatch.views.lifecycle import LIFECYCLE
from floodwatch.views.narrative import NARRATIVE
from floodwatch.views.narratives import NARRATIVES
from floodwatch.views.network import NETWORK
from floodwatch.views.networks import NETWORKS
from floodwatch.views.odds import ODDS
from floodwatch.views.outlets import OUTLETS
from floodwatch.views.overview import OVERVIEW
from floodwatch.views.pair import PAIR
from floodwatch.views.periods import PERIODS
from floodwatch.views.personas import PERSONAS
from floodwatch.views.power import POWER
from floodwatch.views.prevalence import PREVALENCE
from floodwatch.views.profiles import PROFILES
from floodwatch.views.record import RECORD
from floodwatch.views.search import SEARCH
from floodwatch.views.tested import TESTED_VIEW
from floodwatch.views.translations import TRANSLATIONS
from floodwatch.views.unit import View

VIEWS: tuple[View, ...] = (
    OVERVIEW, TESTED_VIEW, LEFT_OUT, NETWORKS, NETWORK, EVIDENCE, GRAPH, POWER, PREVALENCE, DOSSIER,
    NARRATIVES, NARRATIVE, EVENTS, ODDS, PERSONAS, ACCOUNT, SEARCH, COMPARE, TRANSLATIONS, LIFECYCLE, OUTLETS,
    HABITS, IMPACT, PERIODS, PAIR, BASIS,
)  # fmt: skip
BOOK_VIEWS: tuple[View, ...] = (
    ACTOR, INCIDENTS, ELECTIONS, IMPORTED, PROFILES, FACTS, JUDGEMENTS, FORECASTS, RECORD, ASSESSED, CITED, MATRICES,
)  # fmt: skip
"""Answers from the casebook alone: their first argument is the book."""
