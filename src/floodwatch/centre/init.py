"""`floodwatch init`: an empty centre."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from floodwatch.lake.files import whole
from floodwatch.model.units import Progress, quiet

SETTINGS = """# Settings of this Floodwatch centre.
schema = 1
engine = "duckdb"
# engine = "spark"          # or an address: "local[4]", "spark://host:7077", "sc://host"
# memory = "2GB"            # to stay within: queries spill to disk
# spill = "/large/disk"     # where they spill; the case's folder when not set
# tables = "s3://bucket/folder"   # where tables of new cases lie; the case's folder when not set
# casebook = "postgresql://user@host/database"   # shared by a team (extra postgres); casebook.db when not set
# [translation]             # machine translation for reading; off when not set
# command = ["translate-program", "{source}", "{target}"]   # local: the text on its input
# endpoint = "https://translate.example.org/translate"      # or this; never gets TLP:AMBER or stricter
# key_env = "TRANSLATION_KEY"                               # the variable that holds the endpoint's key
# [reading]                 # a model that may add names when reports are read; none when not set
# endpoint = "https://models.example.org/v1"                # speaks OpenAI's protocol; never gets TLP:AMBER or stricter
# model = "name-of-the-model"
# spacy = "en_core_web_sm"  # or this, or gliner = "/folder/of/a/model": both on this machine
# [watch]                   # where alerts go beside the log; nowhere when not set
# file = "alerts.jsonl"     # a line of JSON each, in this folder
# [watch.webhook]
# endpoint = "https://hooks.example.org/floodwatch"         # gets JSON; of stricter than TLP:GREEN only how many
# key_env = "WATCH_KEY"     # the variable that holds its key
# [watch.email]
# host = "mail.example.org" # with STARTTLS on port 587 unless tls and port say otherwise
# from = "floodwatch@example.org"
# to = ["desk@example.org"]
# user = "floodwatch"
# password_env = "WATCH_PASSWORD"
# [people]                  # those who work here over a network
# idle_minutes = 120        # a session ends when it was not used so long
# longest_hours = 24        # and then in any case
# reasons = true            # searches and pages of accounts need a reason, which is kept in the audit log
# [oidc]                    # entering through another provider (extra oidc)
# issuer = "https://login.example.org"
# client = "floodwatch"
# secret_env = "OIDC_SECRET"
# back = "https://floodwatch.example.org/enter/back"
"""


def init(place: None, progress: Progress = quiet, folder: str = ".") -> dict[str, Any]:
    """Make the folder, its settings and an empty casebook; what is already there stays."""
    from floodwatch.casebook.read import cases
    from floodwatch.centre.engines import casebook

    path = Path(folder)
    book = casebook(path)
    if isinstance(book, Path) and book.exists():
        cases(book)  # says that it is none before anything is written
    new = not (path / "centre.toml").exists()
    if new:
        with whole(path / "centre.toml") as part:
            part.write_text(SETTINGS, "utf-8")
    return {"centre": str(path), "new": new, "cases": cases(book)}
