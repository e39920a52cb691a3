"""Parts that voices have in a case. Everybody is a bystander until a person says otherwise."""

from __future__ import annotations

BYSTANDER = "bystander"
PARTS = ("operator", "affiliate", "paid", "co_opted", "reposted_source", "target", BYSTANDER)
INNOCENT = ("reposted_source", "target", BYSTANDER)
"""Parts of those who take no part: where a person says so of an account, the bundle puts it in no network."""
