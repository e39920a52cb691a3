"""Chromium for the tests that open pages: where it is, what the tests need, and one browser per file of tests."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NEEDED = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (scripts/browser.sh says how)"),
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as program:
        started = program.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"] * (os.getuid() == 0)
        )
        yield started
        started.close()
