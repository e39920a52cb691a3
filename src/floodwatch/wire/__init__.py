"""The world <-> bytes: what leaves the machine or asks another program, and only when a centre's settings say so."""
