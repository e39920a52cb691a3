"""The one list of what a user can ask for. CLI commands, methods and reference pages come from it.

Loading this file must stay cheap: it names the functions, it does not import them.
"""

from __future__ import annotations

from floodwatch.centre.parameters import CONSENT, DECIDING, MARKING, READING, RECURRENCE, RUNNING, TO
from floodwatch.centre.verbs_attributed import ATTRIBUTED
from floodwatch.centre.verbs_checked import CHECKED
from floodwatch.centre.verbs_judged import JUDGED
from floodwatch.centre.verbs_known import KNOWN
from floodwatch.centre.verbs_marked import MARKED
from floodwatch.centre.verbs_people import PEOPLE
from floodwatch.centre.verbs_shared import SHARED
from floodwatch.centre.verbs_studio import STUDIO
from floodwatch.centre.verbs_watch import WATCH
from floodwatch.centre.verbs_weighing import WEIGH
from floodwatch.centre.verbs_work import WORK
from floodwatch.model.decided import STATUSES
from floodwatch.model.units import Parameter, Verb

INPUTS = Parameter(
    "inputs",
    (),
    "Files, folders or addresses such as s3://… to read: posts, accounts, follows, events, checks, lists.",
    positional=True,
)
SEED = Parameter("seed", 1, "Seed of everything that is drawn at random.")
ENGINE = Parameter(
    "engine",
    "",
    "Where detection runs: duckdb, spark, or an address of Spark; as centre.toml says when empty.",
)
POWER = Parameter(
    "power", True, "Plant synthetic operations into a copy of the data to say what would have been found."
)
SET = Parameter("set", (), "A unit's parameter as unit.parameter=value; see the reference of units.")
WAIT = Parameter(
    "wait", 0, "How long to wait while another process writes to the case; at 0 it is refused.", "seconds"
)
FILTERS = (
    Parameter("language", "", "Only posts that declare this language (en, pt), or, undeclared, are in it."),
    Parameter("platform", "", "Only posts on this platform."),
    Parameter("account", "", "Only posts of this account: its id, its handle or its ref."),
    Parameter("network", "", "Only posts of the members of this network."),
    Parameter("since", "", "Only posts from this day or moment on: 2024-05-01 or 2024-05-01T12:00."),
    Parameter("until", "", "Only posts up to the end of this day, or up to this moment."),
    Parameter("limit", 20, "How many posts to show, those with the rarest words first.", "posts"),
    Parameter("offset", 0, "How many posts to pass over first.", "posts"),
    Parameter("meaning", False, "Rank by nearness in meaning to the words; needs the extra embeddings."),
)
REASON = Parameter(
    "reason", "", "Why somebody is looked for, where the centre asks for that; kept in the audit log."
)

VERBS: tuple[Verb, ...] = (
    Verb(
        "init",
        "Make an empty centre in a folder.",
        "floodwatch.centre.init:init",
        (Parameter("folder", ".", "Folder of the centre.", positional=True),),
        on="nothing",
        local=True,
    ),
    Verb(
        "ingest",
        "Read files into a case; rows that cannot be used are counted and listed.",
        "floodwatch.centre.ingest:ingest",
        (INPUTS, *READING, *MARKING, WAIT),
    ),
    Verb(
        "read",
        "Read reports of others (text, HTML, Markdown, PDF, DOCX, EPUB, e-mail) and suggest the claims that they make.",
        "floodwatch.centre.read:read",
        (
            Parameter("inputs", (), "Files or folders of documents.", positional=True),
            Parameter("claims", True, "Suggest claims, each with the words that say it."),
            Parameter("published", "", "Day of publication where a document does not say it, as YYYY-MM-DD."),
            Parameter("publisher", "", "Who published documents that do not say it."),
            Parameter(
                "tlp",
                "",
                "Marking that their claims inherit: clear, green, amber, amber+strict or red.",
            ),
            Parameter("pap", "", "What may be done with them (PAP), inherited too."),
            Parameter("accept", (), "Claims to accept, by their ids or the beginnings of these."),
            Parameter("refuse", (), "Claims to refuse; they are not suggested again."),
            Parameter("undo", 0, "Number of a decision to take back, as the answer shows it."),
            *DECIDING,
        ),
    ),
    Verb(
        "detect",
        "Compute features, traces and findings of a case, as far as they are stale.",
        "floodwatch.centre.detect:detect",
        (POWER, SEED, ENGINE, *RUNNING, SET, WAIT),
    ),
    Verb(
        "coordinate",
        "Run one published rule of co-action, exactly as its tool does, on one file.",
        "floodwatch.centre.coordinate:coordinate",
        (
            Parameter("inputs", (), "One file, or several of one format.", positional=True),
            Parameter("preset", "coortweet", "Whose rule.", choices=("coortweet", "ctk")),
            Parameter("out", "coordination", "Folder for pairs.csv, edges.csv and summary.json."),
            Parameter("window", 60, "Greatest time between two shares.", unit="seconds"),
            Parameter("min_participation", 2, "Least number of shares of an account (coortweet)."),
            Parameter(
                "edge_weight", 0.5, "Quantile of the edge weights above which an edge is kept (coortweet)."
            ),
            Parameter("min_weight", 2, "Least weight of an edge (ctk)."),
            Parameter("object", (), "Column that holds the object: url, hashtag, domain, image (coortweet)."),
            Parameter("keep_loops", False, "Keep pairs of an account with itself."),
            Parameter("format", "", "Name of the format; recognised by content when empty."),
            Parameter("map", (), "A column as ours=theirs."),
            Parameter(
                "engine", "", "Where the rule runs: duckdb (when empty), spark, or an address of Spark."
            ),
            RUNNING[0],
            Parameter(
                "spill", "", "Folder to spill into, seen by every machine; the system's own when empty."
            ),
        ),
        on="nothing",
    ),
    Verb(
        "investigate",
        "Read files, run every detector that they allow, and write the report and all results.",
        "floodwatch.centre.investigate:investigate",
        (
            INPUTS,
            *READING,
            *MARKING,
            Parameter("out", "", "Folder for the results; without --centre it becomes the centre too."),
            Parameter(
                "power", True, "Plant synthetic operations into the data to say what would have been found."
            ),
            SEED,
            ENGINE,
            *RUNNING,
            SET,
            WAIT,
        ),
    ),
    Verb(
        "plan",
        "Estimate pairs, time and memory of a run from the first posts of its input, and advise on engine and budget.",
        "floodwatch.centre.plan:plan",
        (
            Parameter("inputs", (), "Files or folders with posts.", positional=True),
            *READING[:3],
            Parameter("rows", 200_000, "How many posts to read for it.", "posts"),
        ),
        on="nothing",
    ),
    Verb(
        "publish",
        "Write a case's report or data in one format, or in all of them.",
        "floodwatch.centre.publish:publish",
        (
            Parameter("format", ("all",), "What to write: all, or names of the reference of outputs."),
            Parameter("out", "", "Folder to write to; the case's publications when empty."),
            Parameter(
                "links",
                "live",
                "Whether links of the report can be followed, or are defanged to text.",
                choices=("live", "defanged"),
            ),
            Parameter("paper", "a4", "What the PDF is printed on.", choices=("a4", "us-letter")),
            Parameter(
                "glyphs",
                "refuse",
                "Where no font has a character: refuse the PDF and list them, or print boxes.",
                choices=("refuse", "boxes"),
            ),
            Parameter("tlp", "", "The marking of the report: refused where the case is marked stricter."),
            Parameter("pap", "", "The same by what may be done with it."),
            TO,
            CONSENT,
            *RUNNING,
            WAIT,
        ),
    ),
    Verb(
        "narrative",
        "List or show what is being said, or decide about it: name, label, merge, split, pin, reject, track, rebut.",
        "floodwatch.centre.narrative:narrative",
        (
            Parameter(
                "action",
                "list",
                "What to do.",
                choices=(
                    "list",
                    "show",
                    "name",
                    "label",
                    "merge",
                    "split",
                    "pin",
                    "reject",
                    "track",
                    "rebut",
                    "undo",
                ),
                positional=True,
            ),
            Parameter("id", (), "Id of a narrative, or the beginning of it."),
            Parameter("name", "", "What it is to be called."),
            Parameter("status", "", "What it is said to be (label).", choices=("", *STATUSES)),
            Parameter("text", "", "Words that it is to be recognised by (track)."),
            Parameter("ref", (), "A post that belongs to it (track, split), such as post:x/123."),
            Parameter("who", "", "Who answered it (rebut)."),
            Parameter("link", "", "Where the answer stands (rebut)."),
            Parameter("date", "", "When it was answered, as YYYY-MM-DD (rebut)."),
            Parameter("claim", "", "The claim that was reviewed, in the reviewer's words (rebut)."),
            Parameter("rating", "", "What the reviewer found (rebut)."),
            Parameter("number", 0, "Number of a decision (undo)."),
            Parameter("language", "", "Only narratives that are told in this language too (list)."),
            Parameter("rejected", False, "Rejected ones too (list)."),
            Parameter("limit", 0, "So many at most; 0 for all (list)."),
            Parameter("by", "", "Who decides; the user of this machine when empty."),
            Parameter("reason", "", "Why."),
        ),
    ),
    Verb(
        "search",
        "Find the posts that hold some words, in any script, and where and when they are.",
        "floodwatch.centre.search:search",
        (
            Parameter(
                "words",
                "",
                'Words that must all be there; "a phrase", -without, this OR that, begin*; all posts when empty.',
                positional=True,
            ),
            *FILTERS,
            REASON,
        ),
    ),
    Verb(
        "account",
        "Show everything that a case knows of one account: its profile over time, its posts, and with whom it moves.",
        "floodwatch.centre.account:account",
        (
            Parameter("account", "", "Its ref, its id, or a handle that it has or had.", positional=True),
            Parameter("posts", 10, "How many of its latest posts to show.", "posts"),
            REASON,
        ),
    ),
    Verb(
        "lifecycle",
        "Show what was lost after each exposure or takedown, and which new accounts may be lost ones come back.",
        "floodwatch.centre.lifecycle:lifecycle",
        (
            Parameter("most", 50, "So many suggested successors at most, 0 for all.", "accounts"),
            Parameter("named", False, "Name suggested successors that are in no network."),
        ),
    ),
    Verb(
        "outlets",
        "Show the listed media in a case: whose accounts by which route, their reach, and who relays them.",
        "floodwatch.centre.outlets:outlets",
        (
            Parameter("outlet", "", "Only this outlet, or the outlets of this owner.", positional=True),
            Parameter("most", 20, "So many accounts and relays of each outlet at most."),
        ),
    ),
    Verb(
        "odds",
        "Show what speaks for one operator behind each network and its pairs of accounts, and what against.",
        "floodwatch.centre.odds:odds",
        (
            Parameter("network", "", "Id of a network; all when empty.", positional=True),
            Parameter("most", 5, "How many pairs of each network to show.", "pairs"),
        ),
    ),
    WEIGH,
    Verb(
        "recurrence",
        "Show what of a case was met before, in cases, releases, networks, lists; or decide what counts as known.",
        "floodwatch.centre.recurrence:recurrence",
        RECURRENCE,
    ),
    Verb(
        "personas",
        "Show who the members of each network say that they are: roles, places, sides, whom they imitate.",
        "floodwatch.centre.personas:personas",
        (
            Parameter(
                "network", "", "Id of a network, or the beginning of it; all when empty.", positional=True
            ),
            Parameter("most", 12, "How many rows of each list to show.", "rows"),
        ),
    ),
    *KNOWN,
    *JUDGED,
    *MARKED,
    *ATTRIBUTED,
    *CHECKED,
    *WATCH,
    *WORK,
    *STUDIO,
    *SHARED,
    *PEOPLE,
    Verb(
        "compare",
        "Show what is different between the texts of two posts.",
        "floodwatch.centre.compare:compare",
        (
            Parameter("left", "", "Ref of the first post, such as post:x/123.", positional=True),
            Parameter("right", "", "Ref of the post to compare it with.", positional=True),
        ),
    ),
    Verb(
        "translate",
        "Show posts in another language, for reading: by the machine that is set up, or as a person puts it.",
        "floodwatch.centre.translate:translate",
        (
            Parameter("posts", (), "Refs of posts, such as post:x/123.", positional=True),
            Parameter("to", "en", "Language that is wanted, such as en or pt-BR."),
            Parameter("by", "", "Your name, to record a translation that you made."),
            Parameter("text", "", "The translation that you made of the one post."),
        ),
    ),
    Verb(
        "sample",
        "Write the synthetic sample case: posts, accounts, follows and events on six platforms.",
        "floodwatch.centre.sample:sample",
        (
            Parameter("out", "sample", "Folder to write to."),
            Parameter("seed", 1, "Seed of the sample."),
        ),
        on="nothing",
        local=True,
    ),
    Verb(
        "doctor",
        "Say what is installed, what is missing, and what to do about it.",
        "floodwatch.centre.doctor:doctor",
        (),
        on="nothing",
        local=True,
    ),
)
