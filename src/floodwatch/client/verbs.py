"""The verbs of a server as methods. Written by `python scripts/client.py`; do not change it by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

Text = str | None
Texts = Sequence[str] | None
Whole = int | None
Number = float | None
Yes = bool | None
"""What is not given is as the server has it."""
Answer = dict[str, Any]
# ruff: noqa: E501
# fmt: off


class CentreVerbs:
    """What is asked of a whole centre."""

    def _do(self, verb: str, settings: Mapping[str, Any]) -> Answer:
        raise NotImplementedError

    def weigh(self, file: Text = None, *, vocabulary: Literal["icd_203", "kent", "nato", "french", None] = None,
        seed: Whole = None, undo: Whole = None, tlp: Text = None, pap: Text = None, reason: Text = None) -> Answer:
        """Weigh explanations against evidence from a file: what speaks against each, how likely each is, what turns it."""
        return self._do("weigh", {"file": file, "vocabulary": vocabulary, "seed": seed, "undo": undo, "tlp": tlp,
            "pap": pap, "reason": reason})

    def knowledge(self, action: Literal["list", "show", "import", "export", None] = None, inputs: Texts = None, *,
        dry_run: Yes = None, as_: Text = None, source: Text = None, format: Literal["stix", "misp", "csv", "jsonl",
        "ftm", None] = None, tlp: Literal["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED",
        None] = None, pap: Literal["PAP:CLEAR", "PAP:GREEN", "PAP:AMBER", "PAP:RED", None] = None, to: Text = None,
        without_consent: Text = None, include_suggested: Yes = None) -> Answer:
        """Import what others know, saying what is new and gone; list what was imported; or export what is known."""
        return self._do("knowledge", {"action": action, "inputs": inputs, "dry_run": dry_run, "as_": as_,
            "source": source, "format": format, "tlp": tlp, "pap": pap, "to": to,
            "without_consent": without_consent, "include_suggested": include_suggested})

    def actor(self, name: Text = None, *, most: Whole = None, same: Text = None, not_same: Text = None,
        undo: Whole = None, tlp: Text = None, pap: Text = None, reason: Text = None) -> Answer:
        """Show who goes by a name, under which other names, and what is said of them by whom; or decide about names."""
        return self._do("actor", {"name": name, "most": most, "same": same, "not_same": not_same, "undo": undo,
            "tlp": tlp, "pap": pap, "reason": reason})

    def incident(self, name: Text = None, *, actor: Text = None, year: Whole = None, country: Text = None,
        sector: Text = None, leads_to: Text = None, tlp: Text = None, pap: Text = None,
        reason: Text = None) -> Answer:
        """Show intrusions and thefts with actor, victims, outcome and amounts, and sums with nothing counted twice."""
        return self._do("incident", {"name": name, "actor": actor, "year": year, "country": country,
            "sector": sector, "leads_to": leads_to, "tlp": tlp, "pap": pap, "reason": reason})

    def election(self, name: Text = None, *, table: Text = None, tlp: Text = None, pap: Text = None) -> Answer:
        """Show elections by day with offices, candidates, and who is said to aim at them; or import a table of them."""
        return self._do("election", {"name": name, "table": table, "tlp": tlp, "pap": pap})

    def judge(self, action: Literal["list", "new", "show", "review", "supersede", "retract", None] = None,
        words: Texts = None, *, likelihood: Text = None, vocabulary: Literal["icd_203", "kent", "nato", "french",
        None] = None, confidence: Literal["", "low", "moderate", "high", None] = None, because: Text = None,
        basis: Texts = None, about: Texts = None, assumption: Texts = None, alternative: Texts = None,
        would_change: Texts = None, scope: Text = None, period: Text = None, collection: Text = None,
        power: Text = None, topic: Text = None, said_by: Text = None, source: Text = None, anyway: Yes = None,
        verdict: Literal["strongly-disagree", "disagree", "neutral", "agree", "strongly-agree", None] = None,
        tlp: Text = None, pap: Text = None, all: Yes = None, undo: Whole = None, reason: Text = None) -> Answer:
        """Enter a judgement with likelihood, confidence and basis; list, show, review, supersede or retract them."""
        return self._do("judge", {"action": action, "words": words, "likelihood": likelihood,
            "vocabulary": vocabulary, "confidence": confidence, "because": because, "basis": basis, "about": about,
            "assumption": assumption, "alternative": alternative, "would_change": would_change, "scope": scope,
            "period": period, "collection": collection, "power": power, "topic": topic, "said_by": said_by,
            "source": source, "anyway": anyway, "verdict": verdict, "tlp": tlp, "pap": pap, "all": all,
            "undo": undo, "reason": reason})

    def forecast(self, action: Literal["list", "new", "base", "show", "update", "resolve", "due", "score", "record",
        "retract", None] = None, words: Texts = None, *, probability: Text = None, rule: Text = None,
        horizon: Text = None, history: Literal["", "incidents", "elections", "forecasts", "none", None] = None,
        like: Text = None, actor: Text = None, country: Text = None, sector: Text = None, motive: Text = None,
        since: Text = None, stretch: Whole = None, at_least: Whole = None, method: Literal["share", "count",
        None] = None, statement: Text = None, vocabulary: Literal["icd_203", "kent", "nato", "french", None] = None,
        confidence: Literal["", "low", "moderate", "high", None] = None, because: Text = None, basis: Texts = None,
        about: Texts = None, assumption: Texts = None, alternative: Texts = None, would_change: Texts = None,
        scope: Text = None, period: Text = None, collection: Text = None, power: Text = None, topic: Text = None,
        said_by: Text = None, source: Text = None, anyway: Yes = None, outcome: Literal["", "yes", "no", "void",
        None] = None, on: Text = None, within: Whole = None, names: Yes = None, tlp: Text = None, pap: Text = None,
        all: Yes = None, undo: Whole = None, reason: Text = None) -> Answer:
        """Make a forecast that can come true, beside its base rate; update, resolve and score it; say which are due."""
        return self._do("forecast", {"action": action, "words": words, "probability": probability, "rule": rule,
            "horizon": horizon, "history": history, "like": like, "actor": actor, "country": country,
            "sector": sector, "motive": motive, "since": since, "stretch": stretch, "at_least": at_least,
            "method": method, "statement": statement, "vocabulary": vocabulary, "confidence": confidence,
            "because": because, "basis": basis, "about": about, "assumption": assumption,
            "alternative": alternative, "would_change": would_change, "scope": scope, "period": period,
            "collection": collection, "power": power, "topic": topic, "said_by": said_by, "source": source,
            "anyway": anyway, "outcome": outcome, "on": on, "within": within, "names": names, "tlp": tlp,
            "pap": pap, "all": all, "undo": undo, "reason": reason})

    def marking(self, source: Text = None, *, tlp: Text = None, pap: Text = None, anew: Yes = None,
        asks: Text = None, consent: Text = None, on: Text = None, text: Text = None, undo: Whole = None,
        reason: Text = None) -> Answer:
        """Show how sources are marked and who wants to be asked; mark one, or record its originator's consent."""
        return self._do("marking", {"source": source, "tlp": tlp, "pap": pap, "anew": anew, "asks": asks,
            "consent": consent, "on": on, "text": text, "undo": undo, "reason": reason})

    def dissemination(self, file: Text = None, *, to: Text = None, on: Text = None, how: Text = None,
        tlp: Text = None, pap: Text = None, without_consent: Text = None, undo: Whole = None) -> Answer:
        """List what was handed to whom, when and under which marking; or record a hand-over made otherwise."""
        return self._do("dissemination", {"file": file, "to": to, "on": on, "how": how, "tlp": tlp, "pap": pap,
            "without_consent": without_consent, "undo": undo})

    def lint(self, inputs: Texts = None, *, vocabulary: Literal["icd_203", "kent", "nato", "french", None] = None,
        casebook: Yes = None) -> Answer:
        """Check the language of reports: hedges without a number, bare figures, attributions as facts … with remedies."""
        return self._do("lint", {"inputs": inputs, "vocabulary": vocabulary, "casebook": casebook})

    def verify(self, what: Literal["report", None] = None, file: Text = None) -> Answer:
        """Recount every figure of a frozen report from the evidence beside it, and say which rows or figures differ."""
        return self._do("verify", {"what": what, "file": file})

    def withdraw(self, ref: Text = None, *, dry_run: Yes = None, undo: Whole = None, reason: Text = None) -> Answer:
        """Withdraw a claim, account, network or judgement: list what rests on it and who has it, draft corrections."""
        return self._do("withdraw", {"ref": ref, "dry_run": dry_run, "undo": undo, "reason": reason})

    def share(self, action: Literal["list", "update", "withdraw", None] = None, *, tlp: Text = None,
        pap: Literal["PAP:CLEAR", "PAP:GREEN", "PAP:AMBER", "PAP:RED", None] = None, source: Text = None,
        without_consent: Text = None) -> Answer:
        """Put what people confirmed into collections by marking, from which others fetch it over TAXII; or withdraw it."""
        return self._do("share", {"action": action, "tlp": tlp, "pap": pap, "source": source,
            "without_consent": without_consent})

    def audit(self, action: Literal["show", "verify", None] = None, *, who: Text = None, verb: Text = None,
        since: Text = None, limit: Whole = None) -> Answer:
        """Show who did and saw what, the latest first; or verify that no line of the log was changed or left out."""
        return self._do("audit", {"action": action, "who": who, "verb": verb, "since": since, "limit": limit})


class CaseVerbs:
    """What is asked of one case."""

    def _do(self, verb: str, settings: Mapping[str, Any]) -> Answer:
        raise NotImplementedError

    def ingest(self, inputs: Texts = None, *, format: Text = None, platform: Text = None, map: Texts = None,
        method: Literal["", "sample", "firehose", "keyword", "seed_accounts", "takedown", "export", "manual",
        "unknown", None] = None, query: Text = None, tlp: Text = None, pap: Text = None) -> Answer:
        """Read files into a case; rows that cannot be used are counted and listed."""
        return self._do("ingest", {"inputs": inputs, "format": format, "platform": platform, "map": map,
            "method": method, "query": query, "tlp": tlp, "pap": pap})

    def read(self, inputs: Texts = None, *, claims: Yes = None, published: Text = None, publisher: Text = None,
        tlp: Text = None, pap: Text = None, accept: Texts = None, refuse: Texts = None, undo: Whole = None,
        reason: Text = None) -> Answer:
        """Read reports of others (text, HTML, Markdown, PDF, DOCX, EPUB, e-mail) and suggest the claims that they make."""
        return self._do("read", {"inputs": inputs, "claims": claims, "published": published, "publisher": publisher,
            "tlp": tlp, "pap": pap, "accept": accept, "refuse": refuse, "undo": undo, "reason": reason})

    def detect(self, *, power: Yes = None, seed: Whole = None, set: Texts = None) -> Answer:
        """Compute features, traces and findings of a case, as far as they are stale."""
        return self._do("detect", {"power": power, "seed": seed, "set": set})

    def investigate(self, inputs: Texts = None, *, format: Text = None, platform: Text = None, map: Texts = None,
        method: Literal["", "sample", "firehose", "keyword", "seed_accounts", "takedown", "export", "manual",
        "unknown", None] = None, query: Text = None, tlp: Text = None, pap: Text = None, power: Yes = None,
        seed: Whole = None, set: Texts = None) -> Answer:
        """Read files, run every detector that they allow, and write the report and all results."""
        return self._do("investigate", {"inputs": inputs, "format": format, "platform": platform, "map": map,
            "method": method, "query": query, "tlp": tlp, "pap": pap, "power": power, "seed": seed, "set": set})

    def publish(self, *, format: Texts = None, links: Literal["live", "defanged", None] = None, paper: Literal["a4",
        "us-letter", None] = None, glyphs: Literal["refuse", "boxes", None] = None, tlp: Text = None,
        pap: Text = None, to: Text = None, without_consent: Text = None) -> Answer:
        """Write a case's report or data in one format, or in all of them."""
        return self._do("publish", {"format": format, "links": links, "paper": paper, "glyphs": glyphs, "tlp": tlp,
            "pap": pap, "to": to, "without_consent": without_consent})

    def narrative(self, action: Literal["list", "show", "name", "label", "merge", "split", "pin", "reject", "track",
        "rebut", "undo", None] = None, *, id: Texts = None, name: Text = None, status: Literal["", "unassessed",
        "true", "contested", "false", "unverifiable", "satire", "opinion", None] = None, text: Text = None,
        ref: Texts = None, who: Text = None, link: Text = None, date: Text = None, claim: Text = None,
        rating: Text = None, number: Whole = None, language: Text = None, rejected: Yes = None, limit: Whole = None,
        reason: Text = None) -> Answer:
        """List or show what is being said, or decide about it: name, label, merge, split, pin, reject, track, rebut."""
        return self._do("narrative", {"action": action, "id": id, "name": name, "status": status, "text": text,
            "ref": ref, "who": who, "link": link, "date": date, "claim": claim, "rating": rating, "number": number,
            "language": language, "rejected": rejected, "limit": limit, "reason": reason})

    def search(self, words: Text = None, *, language: Text = None, platform: Text = None, account: Text = None,
        network: Text = None, since: Text = None, until: Text = None, limit: Whole = None, offset: Whole = None,
        meaning: Yes = None, reason: Text = None) -> Answer:
        """Find the posts that hold some words, in any script, and where and when they are."""
        return self._do("search", {"words": words, "language": language, "platform": platform, "account": account,
            "network": network, "since": since, "until": until, "limit": limit, "offset": offset,
            "meaning": meaning, "reason": reason})

    def account(self, account: Text = None, *, posts: Whole = None, reason: Text = None) -> Answer:
        """Show everything that a case knows of one account: its profile over time, its posts, and with whom it moves."""
        return self._do("account", {"account": account, "posts": posts, "reason": reason})

    def lifecycle(self, *, most: Whole = None, named: Yes = None) -> Answer:
        """Show what was lost after each exposure or takedown, and which new accounts may be lost ones come back."""
        return self._do("lifecycle", {"most": most, "named": named})

    def outlets(self, outlet: Text = None, *, most: Whole = None) -> Answer:
        """Show the listed media in a case: whose accounts by which route, their reach, and who relays them."""
        return self._do("outlets", {"outlet": outlet, "most": most})

    def odds(self, network: Text = None, *, most: Whole = None) -> Answer:
        """Show what speaks for one operator behind each network and its pairs of accounts, and what against."""
        return self._do("odds", {"network": network, "most": most})

    def recurrence(self, *, most: Whole = None, tlp: Text = None, wrong: Text = None, label: Text = None,
        confirm: Text = None, attribute_to: Text = None, unconfirm: Text = None, close: Texts = None,
        open: Yes = None, undo: Whole = None, reason: Text = None) -> Answer:
        """Show what of a case was met before, in cases, releases, networks, lists; or decide what counts as known."""
        return self._do("recurrence", {"most": most, "tlp": tlp, "wrong": wrong, "label": label, "confirm": confirm,
            "attribute_to": attribute_to, "unconfirm": unconfirm, "close": close, "open": open, "undo": undo,
            "reason": reason})

    def personas(self, network: Text = None, *, most: Whole = None) -> Answer:
        """Show who the members of each network say that they are: roles, places, sides, whom they imitate."""
        return self._do("personas", {"network": network, "most": most})

    def role(self, voice: Text = None, part: Literal["", "operator", "affiliate", "paid", "co_opted",
        "reposted_source", "target", "bystander", None] = None, *, undo: Whole = None,
        reason: Text = None) -> Answer:
        """Show which part voices have in a case, or decide it; everybody is a bystander until somebody does."""
        return self._do("role", {"voice": voice, "part": part, "undo": undo, "reason": reason})

    def resembles(self, network: Text = None, *, most: Whole = None, tlp: Text = None, pap: Text = None) -> Answer:
        """Show which known actors each network resembles, why, how common each reason is; or that it resembles none."""
        return self._do("resembles", {"network": network, "most": most, "tlp": tlp, "pap": pap})

    def framework(self, network: Text = None, *, actor: Text = None, suggested: Yes = None, tlp: Text = None,
        pap: Text = None) -> Answer:
        """Show a network or an actor in the diamond models, ABCDE, DISARM and ATT&CK, and what to consider against it."""
        return self._do("framework", {"network": network, "actor": actor, "suggested": suggested, "tlp": tlp,
            "pap": pap})

    def impact(self, network: Text = None, *, sightings: Text = None, looked: Texts = None, detected: Number = None,
        before: Text = None) -> Answer:
        """Show how far a network broke out, how much of its engagement was its own, how its posts stand among others."""
        return self._do("impact", {"network": network, "sightings": sightings, "looked": looked,
            "detected": detected, "before": before})

    def watch(self, action: Literal["run", "rules", "list", "dry-run", "calendar", "digest", "acknowledge",
        "snooze", "undo", None] = None, ids: Texts = None, *, deliver: Yes = None, since: Text = None,
        until: Text = None, every: Whole = None, hours: Whole = None, reason: Text = None,
        seed: Whole = None) -> Answer:
        """Evaluate watch rules on the latest detection, replay them over the past, and answer alerts."""
        return self._do("watch", {"action": action, "ids": ids, "deliver": deliver, "since": since, "until": until,
            "every": every, "hours": hours, "reason": reason, "seed": seed})

    def queue(self, action: Literal["list", "decide", "undo", None] = None, ref: Texts = None, *, state: Literal["",
        "new", "doing", "waiting", "confirmed", "refused", "done", None] = None, owner: Text = None,
        due: Text = None, number: Texts = None, all: Yes = None, reason: Text = None) -> Answer:
        """List what waits for a person in a case: alerts, networks, forecasts due, suggested claims; or decide of some."""
        return self._do("queue", {"action": action, "ref": ref, "state": state, "owner": owner, "due": due,
            "number": number, "all": all, "reason": reason})

    def log(self, action: Literal["list", "add", "undo", "handover", None] = None, text: Text = None, *,
        kind: Literal["question", "hypothesis", "lead", "dead_end", "decision", "note", None] = None,
        refutes: Text = None, about: Texts = None, number: Whole = None, reason: Text = None) -> Answer:
        """Keep the log of a case: its question, hypotheses and what would refute them, leads, dead ends, decisions."""
        return self._do("log", {"action": action, "text": text, "kind": kind, "refutes": refutes, "about": about,
            "number": number, "reason": reason})

    def report(self, action: Literal["list", "show", "new", "edit", "comment", "resolve", "dissent", "assign",
        "code", "answer", "review", "name", "freeze", "gate", "changed", "release", "pack", None] = None,
        report: Text = None, *, title: Text = None, template: Literal["warning", "full", "tip", "correction",
        "nothing_found", None] = None, series: Text = None, issue: Whole = None, language: Text = None,
        tlp: Text = None, pap: Text = None, file: Text = None, text: Text = None, quote: Text = None,
        version: Whole = None, number: Whole = None, part: Literal["", "devils_advocate", "second_coder",
        "reviewer", None] = None, who: Text = None, unit: Text = None, code: Text = None, question: Literal["",
        "right_of_reply", "notices", "legal", "bystanders", "operators_work", None] = None, finding: Text = None,
        verdict: Literal["approves", "objects", None] = None, ref: Text = None, to: Texts = None,
        without_consent: Text = None, reason: Text = None) -> Answer:
        """Write a report with live figures of a case, discuss it, freeze it with its evidence, and release it."""
        return self._do("report", {"action": action, "report": report, "title": title, "template": template,
            "series": series, "issue": issue, "language": language, "tlp": tlp, "pap": pap, "file": file,
            "text": text, "quote": quote, "version": version, "number": number, "part": part, "who": who,
            "unit": unit, "code": code, "question": question, "finding": finding, "verdict": verdict, "ref": ref,
            "to": to, "without_consent": without_consent, "reason": reason})

    def scope(self, action: Literal["show", "write", "join", "part", "overdue", None] = None, user: Text = None, *,
        purpose: Text = None, question: Text = None, basis: Text = None, sees: Text = None, retention: Text = None,
        nexus: Text = None, review: Text = None) -> Answer:
        """Show or write why a case is looked into and on which ground; say who works on it; list overdue reviews."""
        return self._do("scope", {"action": action, "user": user, "purpose": purpose, "question": question,
            "basis": basis, "sees": sees, "retention": retention, "nexus": nexus, "review": review})

    def compare(self, left: Text = None, right: Text = None) -> Answer:
        """Show what is different between the texts of two posts."""
        return self._do("compare", {"left": left, "right": right})

    def translate(self, posts: Texts = None, *, to: Text = None, text: Text = None) -> Answer:
        """Show posts in another language, for reading: by the machine that is set up, or as a person puts it."""
        return self._do("translate", {"posts": posts, "to": to, "text": text})
