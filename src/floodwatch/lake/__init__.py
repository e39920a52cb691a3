"""Where what can be computed again lies: records, evidence, features and findings as files."""
