"""`python -m floodwatch`: the command line."""

from floodwatch.cli.main import main

main()
