"""How the casebook's tables became what they are, step by step; run when a casebook is opened."""
