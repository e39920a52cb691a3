"""Covert, overt or unclear: rules that are data, applied to the measured signals."""
