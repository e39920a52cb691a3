"""What the report says of groups of people."""

from floodwatch.assessment.people import sentences


def file(**unequal):
    row = {"people": {"hits": 9, "of": 1000}, "accused": {"hits": 1, "of": 1000}}
    return {"people": {"language": {g: {**row, "unequal": rates} for g, rates in unequal.items()}}}


def test_groups_flagged_too_often_are_named_with_their_rate():
    said = sentences(file(da=["people"], sv=[]), {"da": "Danish"}.get)
    assert "2 of language" in said[0] and said[0].endswith("beyond chance:")
    assert said[1:] == ("language Danish: 90 of 10,000 stand in a network.",)


def test_none_and_not_measured_are_told_apart():
    assert sentences(file(da=[]))[0].endswith("none exceeds twice the median beyond chance.")
    assert sentences({}) == (
        "By language, script, age and activity of accounts the rates were not measured.",
    )
