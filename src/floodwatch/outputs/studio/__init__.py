"""A report's text and its evaluated blocks into a document, files for others, and the proof of its figures."""
