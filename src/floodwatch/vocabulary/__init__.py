"""Words, rules and mappings that are data, and their loader."""
