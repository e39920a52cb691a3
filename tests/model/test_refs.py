from hypothesis import given
from hypothesis import strategies as st

from floodwatch.model import refs

ids = st.text(min_size=1, max_size=30)


@given(st.sampled_from(["post", "account"]), ids, ids)
def test_every_ref_reads_back(kind: str, platform: str, identifier: str) -> None:
    built = refs.ref(kind, platform, identifier)
    parsed = refs.parse(built)
    assert (parsed.kind, parsed.platform, parsed.id) == (kind, platform, identifier)


@given(ids, ids, ids, ids)
def test_refs_of_different_things_differ(p1: str, i1: str, p2: str, i2: str) -> None:
    assert (refs.post(p1, i1) == refs.post(p2, i2)) == ((p1, i1) == (p2, i2))


@given(ids)
def test_a_ref_is_one_line_and_no_list(identifier: str) -> None:
    built = refs.account("x", identifier)
    assert "|" not in built and "\n" not in built and "\r" not in built


def test_a_span_of_a_file_reads_back() -> None:
    parsed = refs.parse(refs.span("ab" * 32, 120, 164))
    assert (parsed.kind, parsed.id, parsed.start, parsed.end) == ("sha256", "ab" * 32, 120, 164)


def test_an_entity_ref_has_no_platform() -> None:
    assert refs.parse(refs.entity("network", "n-12")) == refs.Ref("network", "", "n-12")
