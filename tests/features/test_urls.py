"""Two people who share one page share one object; what is no address is none; nothing raises."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from floodwatch.tools.urls import canonical, domain, is_shared_host

SAME = [
    (
        "https://example.org/a",
        "http://www.example.org/a/",
        "HTTP://EXAMPLE.ORG:80/a?utm_source=x&fbclid=1#top",
        "https://m.example.org/a",
        "//example.org/a",
        "example.org/a",
        "https://example.org/a/amp/",
        "https://amp.example.org/a?amp=1",
        "https://user:secret@example.org:443/a",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa&h=AT0",
        "https://www.google.com/amp/s/example.org/a",
        "https://example-org.cdn.ampproject.org/c/s/example.org/a",
        " https://example.org/a\n",
    ),
    ("https://example.org/a?b=1&c=2", "https://example.org/a/?c=2&utm_medium=m&b=1"),
    ("https://x.com/i/status/12", "https://twitter.com/who/status/12?s=20", "https://mobile.twitter.com/i/status/12/photo/1"),
    ("https://youtube.com/watch?v=abcdefghijk", "https://youtu.be/abcdefghijk?si=q", "https://m.youtube.com/shorts/abcdefghijk"),
    ("https://xn--bcher-kva.example/%C3%BC", "http://www.bücher.example/ü", "https://bücher.example/%c3%bc"),
    ("https://t.co/AbC", "http://t.co/AbC"),
    ("https://example.org:8443/a", "http://example.org:8443/a/"),
    ("urn:isbn:0451450523", "urn:isbn:0451450523"),
    ("url_10813", "url_10813"),
]  # fmt: skip


@pytest.mark.parametrize("group", SAME, ids=lambda g: g[0])
def test_one_page_is_one_object(group):
    assert {canonical(link) for link in group} == {group[0]}


@pytest.mark.parametrize(
    "link",
    [None, "", "  ", "http://", "https:", "//", "NaN", "null", "[]", "urn:", "https://x.com/", "https://www.youtube.com",
     "http:///path", "\x00", "https://t.co"],
)  # fmt: skip
def test_what_is_no_address_is_no_object(link):
    assert canonical(link) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?id=1", "https://example.org/?id=2"),
        ("https://a.example.org/", "https://b.example.org/"),
        ("https://example.org/", "https://example.com/"),
    ],
)
def test_two_pages_are_two_objects(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("link", "site"),
    [
        ("https://news.example.co.uk/a", "example.co.uk"),
        ("https://someone.blogspot.com/a", "someone.blogspot.com"),
        ("https://192.0.2.7:8080/a", "192.0.2.7"),
        ("urn:isbn:0451450523", None),
        (None, None),
        ("https://localhost/a", None),
    ],
)
def test_sites(link, site):
    assert domain(canonical(link)) == site


def test_platforms_and_shorteners_are_shared_hosts():
    assert is_shared_host("youtube.com")
    assert is_shared_host("t.co")
    assert not is_shared_host("example.org")


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="htps:/?#[]@.%&=awmx1 \\\u202e\u00fc", max_size=60),
    st.builds(
        "{}://{}{}".format,
        st.sampled_from(["http", "https", "ftp", "x", ""]),
        st.text(max_size=20),
        st.text(max_size=40),
    ),
)


@settings(max_examples=300, deadline=None)
@given(link=HOSTILE)
@example("http://[::1")
@example("http://www.m.www.example.org//amp//amp/?&&amp&utm_=#")
@example("https://" + "l.facebook.com/l.php?u=https://" * 2000)
@example("http://\ud800.example/\udfff?\ud800")
def test_never_raises_and_is_idempotent(link):
    once = canonical(link)
    domain(once)
    assert canonical(once) == once
