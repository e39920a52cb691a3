"""Findings and documents to suggested claims: what lasts from one run to the next."""
