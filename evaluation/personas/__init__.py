"""Persona signals measured on synthetic worlds: each signal alone, together, by group of people, and calibrated."""
