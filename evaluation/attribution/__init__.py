"""Measures how often a network is matched with the actor behind it, on worlds of actors with several campaigns each."""
