"""A megabyte of what makes careless patterns go round and round: it comes back, and within the caps."""

import pytest

from floodwatch.model.dossier import Account
from floodwatch.sources import times, transforms, x_api_v1
from floodwatch.tools.text import KEY_LENGTH, measured, normalised
from floodwatch.tools.urls import LONGEST, canonical, domain
from floodwatch.views.mask import Mask

MIB = 1 << 20
PATTERNS = (
    "@",
    "/",
    "a.",
    "www.",
    "<",
    "@.",
    "@a",
    "a@",
    "/amp",
    "x.com/",
    "a-.",
    "&a=",
    "%",
    "\u0301\u0323",
)
MASK = Mask([Account("account:x/1", "x", "1", "member", "")])


def much(pattern: str) -> str:
    return pattern * (MIB // len(pattern))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_long_text_has_one_normal_form_and_a_short_key(pattern):
    plain = normalised(much(pattern))
    assert normalised(plain) == plain
    assert len(measured(much(pattern)).key or "") <= KEY_LENGTH


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("start", ["", "https://", "https://example.org/", "https://example.org/?", "www."])
def test_a_long_link_is_known_by_its_hash(pattern, start):
    whole, part = canonical(start + much(pattern) + "x"), canonical((start + much(pattern))[:LONGEST])
    assert whole.startswith("urn:sha256:")
    assert canonical(whole) == whole
    assert whole != canonical(start + much(pattern) + "y")
    assert part is None or len(part) <= LONGEST
    assert domain(start + much(pattern)) is None or len(domain(start + much(pattern))) < LONGEST


@pytest.mark.parametrize("link", ["https://" + "www." * 1000 + "org/a", "https://" + "é" * 1000 + ".org/a"])
def test_a_host_longer_than_names_can_be_is_no_address(link):
    assert canonical(link) is None


def test_a_link_that_grows_when_it_is_escaped_stays_within_the_cap():
    grown = canonical("https://example.org/" + "é" * (LONGEST - 100))
    assert grown.startswith("urn:sha256:")
    assert canonical(grown) == grown


def test_a_long_user_name_does_not_hide_the_host():
    assert canonical(f"https://{'u' * 1000}@example.org/a") == "https://example.org/a"


def test_redirects_within_redirects_end():
    link = "https://example.org/a"
    for _ in range(60):
        link = "https://l.facebook.com/l.php?u=" + link
    assert canonical(link) == "https://example.org/a"


@pytest.mark.parametrize("path", ["/a" + "/" * 3000, "/a" + "/amp" * 700, "/a/" + "//amp//" * 400])
def test_every_slash_and_amp_at_the_end_goes(path):
    assert canonical(f"https://example.org{path}") == "https://example.org/a"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_stranger_behind_a_megabyte_is_masked(pattern):
    shown = MASK.text(f"{much(pattern)} https://x.com/stranger https://x.com/member")
    assert "stranger" not in shown
    assert shown.endswith("https://x.com/member")
    assert "stranger" not in MASK.url(f"https://mobile.twitter.com/stranger/{much(pattern)}")


@pytest.mark.parametrize(
    "link",
    ["https://a.b.c.d.e.f.g.x.com/stranger", "netflix-x.com/stranger", "HTTPS://WWW.FACEBOOK.COM/stranger"],
)
def test_a_profile_is_masked_below_any_name(link):
    assert "stranger" not in MASK.text(link)


def test_a_site_whose_name_only_ends_like_a_platform_is_left():
    assert MASK.text("https://netflix.com/title/1") == "https://netflix.com/title/1"


@pytest.mark.parametrize("pattern", ["<", "<a", "<a>"])
def test_the_client_loses_its_tags(pattern):
    row = {"id_str": "1", "user": {"id_str": "2"}, "source": much(pattern) + '<a href="x">App</a>'}
    assert x_api_v1.post(row)["client"].endswith("App")
    assert "<a>" not in x_api_v1.post(row)["client"]


@pytest.mark.parametrize("pattern", ["#", "#1", " ", "http://", "1/"])
def test_no_object_and_no_time_is_read_out_of_noise(pattern):
    assert transforms._HASHTAG.findall(much(pattern)) == []
    assert times.one(much(pattern) + "x") is None
