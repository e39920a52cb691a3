"""The pages, in the order of the navigation. A new page is one answer, one template and one line here."""

from __future__ import annotations

from floodwatch.web.page import Page
from floodwatch.web.pages import (
    centre,
    data,
    findings,
    judged,
    known,
    people,
    posts,
    reading,
    studio,
    weighing,
    work,
)

PAGES: tuple[Page, ...] = (
    *centre.PAGES, *data.PAGES, *work.PAGES, *findings.PAGES, *posts.PAGES, *reading.PAGES, *known.PAGES, *judged.PAGES,
    *weighing.PAGES, *studio.PAGES, *people.PAGES,
)  # fmt: skip
