"""How soon watch rules speak of planted operations, and how often they speak where there is none."""
