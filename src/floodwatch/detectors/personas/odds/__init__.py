"""How much the measured signals together say for one operator: log-odds with one capped term per dependence group."""
