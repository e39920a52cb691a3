"""Verbs that answer from findings refuse a case that nothing was detected in, and say so all in one way."""

import pytest

from floodwatch import Centre
from floodwatch.centre.tables import detected
from floodwatch.model.errors import CentreError


@pytest.mark.parametrize("verb", ["odds", "personas", "lifecycle", "outlets", "narrative", "publish"])
def test_nothing_is_answered_before_detection(verb, tmp_path):
    case = Centre.init(tmp_path / "centre").case()
    with pytest.raises(CentreError, match="Nothing has been detected in this case yet") as refused:
        getattr(case, verb)()
    assert "floodwatch detect" in str(refused.value.do)


def test_a_refused_case_is_not_said_to_be_read(tmp_path):
    said = []
    case = Centre.init(tmp_path / "centre").case()
    with pytest.raises(CentreError), detected(case, lambda what, share: said.append(what)):
        pass
    assert said == []
