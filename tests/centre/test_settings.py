"""What is typed as unit.parameter=value."""

import pytest

from floodwatch.centre.settings import unit_settings
from floodwatch.centre.units import every
from floodwatch.model.errors import SettingError


def test_a_list_stands_between_commas_or_in_a_file(tmp_path):
    path = tmp_path / "targets.txt"
    path.write_text("\ufeff# candidates\nAlderon=A, B;@alderon\n\nAlderon|Brightmoor\n", "utf-8")
    typed = unit_settings(every(), ["stances.targets=Alderon,Brightmoor"], 1)
    read = unit_settings(every(), [f"stances.targets=file:{path}", "stances.find=3"], 1)
    assert typed["stances.targets"] == ("Alderon", "Brightmoor")
    assert read["stances.targets"] == ("Alderon=A, B;@alderon", "Alderon|Brightmoor")
    assert read["stances.find"] == 3


@pytest.mark.parametrize(
    "given", ["stances.targets=file:/nowhere.txt", "stances.find=many", "stances.nothing=1"]
)
def test_what_cannot_be_read_is_said(given):
    with pytest.raises(SettingError):
        unit_settings(every(), [given], 1)
