"""Watch rules over what a run returns, the phases of elections, and what a dry run says of a rule."""
