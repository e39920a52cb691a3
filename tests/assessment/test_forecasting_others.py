"""Scores of forecasts, against the libraries of others."""

import numpy as np
import properscoring
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, log_loss

from floodwatch.assessment.forecasting import brier, log_score, reliability


@pytest.mark.parametrize("seed", range(20))
def test_scores_equal_those_of_scikit_learn_and_properscoring(seed):
    rng = np.random.default_rng(seed)
    p, y = rng.random(500), rng.random(500) < 0.4
    p[:3], y[:3] = (0.0, 1.0, 1.0), (True, False, True)
    assert brier(p, y) == pytest.approx(brier_score_loss(y, p), rel=1e-12)
    assert brier(p, y) == pytest.approx(properscoring.brier_score(y, p).mean(), rel=1e-12)
    assert log_score(p, y) == pytest.approx(log_loss(y, p), rel=1e-9)
    shares, means = calibration_curve(y, p, n_bins=10)
    rows = reliability(p, y)
    assert [b.observed for b in rows] == pytest.approx(list(shares))
    assert [b.forecast for b in rows] == pytest.approx(list(means))
