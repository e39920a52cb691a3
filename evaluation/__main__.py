"""`python -m evaluation` is `python -m evaluation.run`."""

from evaluation.run import main

main()
