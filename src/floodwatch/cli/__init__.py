"""The command line: a face over the centre. Imports `centre` and `model` only."""
