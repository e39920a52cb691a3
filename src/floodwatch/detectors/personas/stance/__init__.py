"""What a post says of whom it names: targets, words that take sides, and the rules that join the two."""
