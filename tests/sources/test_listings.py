"""Lists of known accounts and sites: profile links of every kind, the State Media Matrix, and a table of one's own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from floodwatch.centre.handles import Centre
from floodwatch.sources import countries
from floodwatch.sources.profile_links import links_in, profile, site

TOP = Path(__file__).resolve().parents[2]
MATRIX = TOP.parent / "shared" / "data" / "state_media_matrix" / "State_Media_Matrix.csv"
HEAD = (
    "Region,Country,Media company,Main assets,URL,Typology,Status,Notes,Instagram Link,Twitter Link,Facebook Link,"
    "Youtube Link,Telegram Link,VK Link,Linkedin link,Ok.ru link,Tiktok Link,Rutube Link,streaming media URL"
)
LINKS = ",".join((
    "https://www.instagram.com/River.TV/?hl=en", "https://twitter.com/River_TV",
    "https://www.facebook.com/profile.php?id=100064", "https://www.youtube.com/channel/UCabcdefghij0123456789AB",
    "https://t.me/s/river_tv", "https://vk.com/public42", "https://www.linkedin.com/company/river-tv/",
    "https://ok.ru/group/1234", "https://www.tiktok.com/@river.tv", "https://rutube.ru/channel/77",
))  # fmt: skip
TWO = '"https://twitter.com/river_radio, https://x.com/river_news"'
SAMPLE = f"""{HEAD}
Made up,Brunei,River Group,River TV,https://www.river-tv.example.org/en/,SC,,,{LINKS},
Made up,Nowhere Land,River Group,River Radio,radio.example.org,IP,,,,{TWO},not a link,https://youtube.com/watch?v=a,,,,,,,
Made up,Brunei,River Group,River Print,https://www.river-tv.example.org/print,CaPr,,,,https://twitter.com/river_tv,,,,,,,,,
Made up,Brunei,Sea Group,Sea Times,,SC,,,,,,,,,,,,,
"""


@pytest.mark.parametrize(
    ("link", "platform", "subject"),
    [
        ("https://www.twitter.com/RT_com", "x", "rt_com"),
        ("https://mobile.twitter.com/RT_com/status/123?s=20", "x", "rt_com"),
        ("https://twitter.com/intent/user?screen_name=RT_com", "x", "rt_com"),
        ("x.com/@RT_com/", "x", "rt_com"),
        ("https://www.facebook.com/profile.php?id=100064&ref=x", "facebook", "100064"),
        ("https://www.facebook.com/pages/Some-Name/12345/?ref=ts", "facebook", "12345"),
        ("https://de-de.facebook.com/Foo.Bar/", "facebook", "foo.bar"),
        ("https://www.facebook.com/Kuensel-110983828934", "facebook", "110983828934"),
        (
            "https://www.youtube.com/channel/UCabcdefghij0123456789AB/videos",
            "youtube",
            "ucabcdefghij0123456789ab",
        ),
        ("https://www.youtube.com/@RT/featured", "youtube", "rt"),
        ("https://youtube.com/c/RussiaToday", "youtube", "russiatoday"),
        ("https://www.youtube.com/user/RussiaToday?feature=x", "youtube", "russiatoday"),
        ("t.me/s/rt_russian", "telegram", "rt_russian"),
        ("https://telegram.me/rt_russian/55", "telegram", "rt_russian"),
        ("https://m.vk.com/rt.arabic", "vk", "rt.arabic"),
        ("https://ok.ru/profile/55?x=1", "ok", "55"),
        ("https://www.instagram.com/stories/rt/", "instagram", "rt"),
        ("https://www.tiktok.com/@radio.tv?lang=en", "tiktok", "radio.tv"),
        ("https://rutube.ru/u/rtd/", "rutube", "rtd"),
        ("https://www.linkedin.com/company/cgtn-america/about/", "linkedin", "cgtn-america"),
    ],
)
def test_profile_links_give_platform_and_handle_or_id(link, platform, subject):
    assert profile(link) == (platform, subject)


@pytest.mark.parametrize(
    "link",
    [
        "https://x.com/i/status/1", "https://twitter.com/hashtag/news", "https://www.facebook.com/groups/abc", "https://youtu.be/abc",
        "https://www.youtube.com/watch?v=abc", "https://t.me/+abc", "https://t.me/joinchat/abc", "https://vk.com/wall-1_2",
        "https://www.instagram.com/p/abc/", "https://example.org/rt", "@rt", "none", "", "https://", "https://x.com",
    ],
)  # fmt: skip
def test_what_is_no_profile_is_none(link):
    assert profile(link) is None


def test_several_links_in_one_cell_are_taken_apart():
    cell = "https://t.me/a_b, https://t.me/c_d\nwww.x.com/e | t.me/f_g; https://t.me/a_b"
    assert links_in(cell) == ("https://t.me/a_b", "https://t.me/c_d", "www.x.com/e", "t.me/f_g")


def test_sites_are_registrable_domains_and_platforms_are_none():
    assert site("http://news.bbc.co.uk/a?b") == "bbc.co.uk"
    assert site("https://www.youtube.com/@RT") is None and site("bit.ly/x") is None and site("words") is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Côte d'Ivoire", "CI"), ("Bosnia and Herzegovina", "BA"), ("The Gambia", "GM"), ("UAE", "AE"), ("ru", "RU"),
        ("Palestine territories", "PS"), ("DR Congo", "CD"), ("Congo", "CG"), ("Hong Kong", "HK"), ("Turkey", "TR"),
        ("North Korea", "KP"), ("Macao", "MO"), ("Nowhere", None), ("", None), (None, None), ("EU", None),
        ("Congo (Democratic Republic)", "CD"), ("Congo (DRC)", "CD"), ("Congo (Kinshasa)", "CD"),
        ("Congo (Republic)", "CG"),
        ("Congo, The Democratic Republic of the", "CD"), ("Korea (North)", "KP"), ("Korea, Republic of", "KR"),
        ("Guinea (Equatorial)", "GQ"), ("Sudan (South)", "SS"), ("Hong Kong (China)", "HK"), ("Taiwan (China)", "TW"),
        ("Myanmar (Burma)", "MM"), ("Iran (Islamic Republic of)", "IR"), ("Georgia (country)", "GE"), ("Sudan", "SD"),
    ],
)  # fmt: skip
def test_names_of_countries_become_codes(name, code):
    assert countries.code(name) == code


def ingested(folder, text, **settings):
    (folder / "list.csv").write_text(text, "utf-8")
    case = Centre.init(folder / "centre").case()
    told = case.ingest(folder / "list.csv", **settings)
    return told["inputs"][0], case.table("listings").to_pylist(), case.table("rejects").to_pylist()


def test_a_row_of_the_matrix_becomes_a_listing_for_each_site_and_account(tmp_path):
    told, rows, rejects = ingested(tmp_path, SAMPLE)
    by = {(r["platform"], r["subject_id"]): r for r in rows}
    assert set(by) == {
        ("web", "example.org"), ("instagram", "river.tv"), ("x", "river_tv"), ("facebook", "100064"),
        ("youtube", "ucabcdefghij0123456789ab"), ("telegram", "river_tv"), ("vk", "public42"), ("linkedin", "river-tv"),
        ("ok", "1234"), ("tiktok", "river.tv"), ("rutube", "77"), ("x", "river_radio"), ("x", "river_news"),
    }  # fmt: skip
    first = by["x", "river_tv"]
    assert (first["outlet"], first["owner"], first["country"], first["typology"], first["listing_role"]) == (
        "River TV", "River Group", "BN", "SC", "state_media",
    )  # fmt: skip
    assert (
        by["x", "river_radio"]["listing_role"] == "public_media" and by["x", "river_radio"]["country"] is None
    )
    assert sorted((r["line"], r["reason"].split("'")[0].strip()) for r in rejects) == [
        (3, "Facebook Link"), (3, "Youtube Link"), (5, "no site and no account of the outlet"),
    ]  # fmt: skip
    assert (told["mapping"], told["rows_read"], told["rows_rejected"]) == ("state_media_matrix", 4, 3)
    assert any("3 accounts and sites stand in several rows" in note for note in told["notes"])
    assert any("'Nowhere Land' is no country" in note for note in told["notes"])


def test_a_table_of_ones_own_is_read_with_our_columns_or_by_hand(tmp_path):
    ours = "list_name,kind,platform,subject_id,listing_role,outlet,country\n"
    _, rows, _ = ingested(
        tmp_path,
        f"{ours}mine,account,X,@River_TV,state_media,River,Brunei\nmine,site,,https://www.river.org/a,state_media,,\n",
    )
    assert [(r["platform"], r["subject_id"], r["country"]) for r in rows] == [
        ("x", "river_tv", "BN"),
        ("web", "river.org", None),
    ]


def test_a_strange_table_is_mapped_by_hand(tmp_path):
    told, rows, rejects = ingested(
        tmp_path,
        "which,what,page,says,whose\nmine,account,https://t.me/s/River_TV,state_media,River\nmine,account,https://example.org,state_media,River\n",
        map=("listings.list_name=which", "listings.kind=what", "listings.subject_id=page", "listings.listing_role=says",
             "listings.outlet=whose"),
    )  # fmt: skip
    assert [(r["platform"], r["subject_id"], r["outlet"]) for r in rows] == [
        ("telegram", "river_tv", "River")
    ]
    assert [(r["line"], r["reason"]) for r in rejects] == [(3, "no platform")]
    assert (told["rows_read"], told["rows_rejected"]) == (2, 1)


@pytest.mark.skipif(not MATRIX.is_file(), reason=f"{MATRIX} is not there")
def test_the_matrix_as_published_is_read(tmp_path):
    case = Centre.init(tmp_path / "centre").case()
    told = case.ingest(MATRIX)["inputs"][0]
    rows = case.table("listings").to_pylist()
    assert told["rows_read"] == 1157
    assert Counter(r["platform"] for r in rows) == {
        "web": 876, "instagram": 236, "facebook": 180, "x": 145, "youtube": 132, "telegram": 55, "vk": 41, "tiktok": 34,
        "ok": 32, "rutube": 20, "linkedin": 18,
    }  # fmt: skip
    assert sum(r["country"] is None for r in rows) <= 1
    assert len(case.table("rejects")) == told["rows_rejected"] < 100


CHECKS = "kind,platform,subject_id,status,observed_at\n"


def test_what_was_looked_at_comes_in_known_words_and_nothing_else_counts_as_alive(tmp_path: Path) -> None:
    rows = (
        "Account,x,1,Banned",
        "account,x,2,404",
        "site,web,river.example,ok",
        "account,x,3,sold",
        "wolf,x,4,active",
    )
    given = tmp_path / "checks.csv"
    given.write_text(CHECKS + "".join(f"{row},2024-05-01T00:00:00Z\n" for row in rows), "utf-8")
    case = Centre.init(tmp_path / "centre").case()
    told = case.ingest(given)["inputs"][0]
    assert [(r["kind"], r["status"]) for r in case.table("checks").to_pylist()] == [
        ("account", "suspended"), ("account", "missing"), ("site", "active"),
    ]  # fmt: skip
    assert told["rows_rejected"] == 2
    assert [r["reason"] for r in case.table("rejects").to_pylist()] == [
        "kind 'wolf' is none of account, post, site",
        "status 'sold' is none of active, suspended, deleted, protected, missing, unreachable",
    ]


def test_cells_of_any_length_are_read_in_no_time() -> None:
    for cell in ("a" + " " * 200_000 + "b", "a" + ", " * 200_000, ",;" * 200_000, " a." * 200_000):
        assert sum(map(len, links_in(cell))) <= 4_000
    assert countries.code("(" * 200_000) is None
