"""Runs coordination-network-toolkit on one CSV: file in, edge file out, through its own functions.

Its command line fails when it writes CSV (an argument that its writer does not take), so its functions are
called in the order in which the command line calls them, in one process, which only favours it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main(posts: str, edges: str, window: str, least: str) -> None:
    """Read posts, compute the co-retweet network, write its edges."""
    from coordination_network_toolkit.compute_networks import compute_co_retweet_parallel
    from coordination_network_toolkit.output import output_gephi_csv
    from coordination_network_toolkit.preprocess import preprocess_csv_files

    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "toolkit.db")
        preprocess_csv_files(database, [posts])
        compute_co_retweet_parallel(database, int(window), n_threads=2, min_edge_weight=int(least))
        output_gephi_csv(database, "co_retweet", edges)


if __name__ == "__main__":
    main(*sys.argv[1:])
