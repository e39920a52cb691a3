"""A share that was measured, and what the true one may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """A measured share: `hits` of `of` trials."""

    hits: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.of:
            raise ValueError(f"not a share: {self.hits} of {self.of}")

    @property
    def share(self) -> float | None:
        """The share measured; None where nothing was tried."""
        return self.hits / self.of if self.of else None

    def bounds(self, level: float = 0.95) -> tuple[float, float]:
        """Exact two-sided bounds (Clopper and Pearson 1934); 0 to 1 where nothing was tried."""
        tail = (1 - level) / 2
        return self.lower(1 - tail), self.upper(1 - tail)

    def lower(self, level: float = 0.95) -> float:
        """One-sided exact lower bound at `level`."""
        from scipy.special import betaincinv

        return float(betaincinv(self.hits, self.of - self.hits + 1, 1 - level)) if self.hits else 0.0

    def upper(self, level: float = 0.95) -> float:
        """One-sided exact upper bound at `level`."""
        from scipy.special import betaincinv

        return float(betaincinv(self.hits + 1, self.of - self.hits, level)) if self.hits < self.of else 1.0
