"""Report texts with every fact in them marked, half of them sealed, for whatever reads threat reports."""
