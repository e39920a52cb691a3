"""Verbs of what a centre gives to others over a network, which stand in the one list. Loading it must stay cheap."""

from __future__ import annotations

from floodwatch.centre.parameters import CONSENT
from floodwatch.model.claims import PAP
from floodwatch.model.units import Parameter, Verb

SHARED: tuple[Verb, ...] = (
    Verb(
        "share",
        "Put what people confirmed into collections by marking, from which others fetch it over TAXII; or withdraw it.",
        "floodwatch.centre.sharing:share",
        (
            Parameter(
                "action", "list", "What to do.", choices=("list", "update", "withdraw"), positional=True
            ),
            Parameter(
                "tlp",
                "",
                "Bring the collections up to this marking up to date (update); empty those from it on (withdraw).",
            ),
            Parameter("pap", "PAP:CLEAR", "The strictest PAP that is shared.", choices=PAP[1:]),
            Parameter("source", "", "Who shares it: a name that stands in the objects as their author."),
            CONSENT,
            Parameter("by", "", "Who decides; the user of this machine when empty."),
        ),
        on="centre",
    ),
    Verb(
        "serve",
        "Serve the workbench, the interface for programs and the TAXII collections of a centre until it is stopped.",
        "floodwatch.centre.serve:serve",
        (
            Parameter(
                "host", "127.0.0.1", "Address to listen on; another than this machine needs TLS or a proxy."
            ),
            Parameter("port", 8080, "Port to listen on."),
            Parameter("workers", 1, "Processes that answer; each works on jobs too.", "processes"),
            Parameter("tls_cert", "", "File with the certificate (PEM)."),
            Parameter("tls_key", "", "File with its key (PEM)."),
            Parameter(
                "behind_proxy",
                "",
                "Addresses of the proxy that stands before it and does TLS, between commas: it is believed who asks.",
            ),
        ),
        on="centre",
        local=True,
    ),
)
"""Part of `centre.verbs.VERBS`."""
