"""What a new centre knows: claims of public reports, families of names, and words for how likely something is."""
