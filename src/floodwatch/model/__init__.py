"""The nouns: records, refs, findings, units and errors. Imports nothing of the project."""
