"""Measures Floodwatch on seeded synthetic worlds, beside simpler methods run on the same worlds."""
