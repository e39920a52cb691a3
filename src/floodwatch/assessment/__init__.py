"""Values to judgements. Sees plain values only."""
