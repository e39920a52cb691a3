"""Formats and mappings: every unit reads its examples, and every known export gives the right records."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from floodwatch import sources
from floodwatch.model.errors import FloodwatchError
from floodwatch.model.records import TABLES
from floodwatch.sources import SOURCES, mapping
from tests.sources.reading_helpers import HEADER, Result, read_text

EXAMPLES = [(s, e) for s in SOURCES for e in s.examples()]

ARCHIVE = (
    "tweetid,userid,user_display_name,user_screen_name,user_reported_location,user_profile_description,"
    "user_profile_url,follower_count,following_count,account_creation_date,account_language,tweet_language,"
    "tweet_text,tweet_time,tweet_client_name,in_reply_to_userid,in_reply_to_tweetid,quoted_tweet_tweetid,"
    "is_retweet,retweet_userid,retweet_tweetid,latitude,longitude,quote_count,reply_count,like_count,"
    "retweet_count,hashtags,urls,user_mentions"
)


@pytest.mark.parametrize(("source", "example"), EXAMPLES, ids=lambda v: getattr(v, "name", None) or v.title)
def test_every_source_reads_its_examples(tmp_path, source, example):
    path = tmp_path / "example"
    path.write_bytes(example.content)
    result = Result([path], _options(format=source.name, platform="x"))
    assert result.rejects == []
    assert len(result.rows()) == example.rows


@pytest.mark.parametrize(("source", "example"), EXAMPLES, ids=lambda v: getattr(v, "name", None) or v.title)
def test_examples_are_recognised_by_content_alone(tmp_path, source, example):
    path = tmp_path / "example"
    path.write_bytes(example.content)
    result = Result([path], _options(platform="x"))
    assert len(result.rows()) == example.rows
    assert result.told[0].format == source.name or not source.extensions


def _options(**given):
    from floodwatch.sources import ReadOptions

    return ReadOptions(**given)


@pytest.mark.parametrize("known", mapping.known(), ids=lambda m: m.name)
def test_every_mapping_is_chosen_for_its_own_columns(known):
    assert known.description
    assert known.form or known.recognise
    for alternative in known.recognise:
        assert mapping.choose(sorted(alternative | known.columns & known.columns), "").name == known.name


def test_names_of_mappings_are_their_files():
    from floodwatch.vocabulary.load import listing

    assert [m.name for m in mapping.known()] == [
        n.split("/")[1].removesuffix(".yaml") for n in listing("mappings")
    ]


def test_the_users_of_the_archive_of_information_operations(tmp_path):
    columns = ARCHIVE.split(",")[1:11]
    line = '77,Name,nick,Somewhere,"bio, here",http://t.co/x,10,20,2013-05-01,en'
    result = read_text(tmp_path, f"{','.join(columns)}\n{line}\n")
    [account] = result.rows("accounts")
    assert result.told[0].mapping == "x_io_archive_users"
    assert (account["platform"], account["account_id"], account["handle"]) == ("x", "77", "nick")
    assert (account["followers"], account["following"], account["language"]) == (10, 20, "en")
    assert account["created_at"].year == 2013
    assert result.rejects == [] and result.table("posts").num_rows == 0


def test_the_archive_of_information_operations(tmp_path):
    line = (
        '11,77,Name,nick,Somewhere,"bio, here",http://t.co/x,10,20,2013-05-01,en,ru,"Hi, #a",'
        '2017-06-22 16:03,Web,5,6,,False,,,absent,absent,0,1,2,3,"[a, b]",[http://e.org/1],"[5, 8]"'
    )
    share = "12,77,Name,nick,,,,11,20,2013-05-01,en,ru,RT,2017-06-22 16:04,Web,,,,True,9,10,,,,,,,[],,[]"
    result = read_text(tmp_path, f"{ARCHIVE}\n{line}\n{share}\n")
    first, second = result.rows()
    assert (first["platform"], first["post_id"], first["account_id"]) == ("x", "11", "77")
    assert (first["hashtags"], first["urls"], first["mentions"]) == (
        ["a", "b"],
        ["http://e.org/1"],
        ["5", "8"],
    )
    assert (first["reply_to"], first["reply_to_account"], first["is_repost"]) == ("6", "5", False)
    assert (second["repost_of"], second["repost_of_account"], second["is_repost"]) == ("10", "9", True)
    [account] = result.rows("accounts")
    assert (account["handle"], account["followers"], account["created_at"].year) == ("nick", 11, 2013)
    [collection] = result.rows("collections")
    assert collection["method"] == "takedown"
    assert {collection["collection_id"]} == {r["collection_id"] for r in [first, second, account]}


USER = {"id_str": "1", "id": 1, "screen_name": "bob", "name": "Bob", "followers_count": 5, "friends_count": 6,
        "created_at": "Wed Oct 10 20:19:24 +0000 2012", "statuses_count": 7, "protected": True}  # fmt: skip
ORIGINAL = {"id_str": "90", "created_at": "Wed Oct 10 20:19:24 +0000 2018", "text": "short…",
            "user": {**USER, "id_str": "2"}, "truncated": True,
            "extended_tweet": {"full_text": "the long text", "entities": {
                "hashtags": [{"text": "Tag"}], "urls": [{"url": "t.co/a", "expanded_url": "https://e.org/a"}],
                "user_mentions": [{"screen_name": "z", "id_str": "3"}]}}}  # fmt: skip
SHARE = {"id": 9007199254740993, "created_at": "Wed Oct 10 20:20:24 +0000 2018", "full_text": "RT @b: the",
         "user": USER, "retweeted_status": ORIGINAL, "source": '<a href="x">Web</a>',
         "quoted_status_id_str": "5"}  # fmt: skip


@pytest.mark.parametrize("wrap", [json.dumps, lambda t: json.dumps([t]),
                                  lambda t: json.dumps({"statuses": [t]}),
                                  lambda t: json.dumps(t) + "\n" + json.dumps(t)])  # fmt: skip
def test_x_api_v1(tmp_path, wrap):
    result = read_text(tmp_path, wrap(SHARE), "tweets.json")
    posts = {r["post_id"]: r for r in result.rows()}
    assert set(posts) == {"90", "9007199254740993"}
    share, original = posts["9007199254740993"], posts["90"]
    assert (share["repost_of"], share["repost_of_account"], share["is_repost"]) == ("90", "2", True)
    assert (share["quote_of"], share["client"]) == (None, "Web")
    assert (original["text"], original["hashtags"], original["urls"]) == (
        "the long text",
        ["Tag"],
        ["https://e.org/a"],
    )
    assert original["mentions"] == ["3"]
    accounts = {r["account_id"]: r for r in result.rows("accounts")}
    assert (accounts["1"]["handle"], accounts["1"]["status"], accounts["1"]["following"]) == (
        "bob",
        "protected",
        6,
    )


PAGE = {
    "data": [
        {"id": "1", "author_id": "7", "text": "RT", "created_at": "2023-01-01T00:00:00.000Z", "lang": "en",
         "referenced_tweets": [{"type": "retweeted", "id": "2"}], "public_metrics": {"like_count": 4}},
        {"id": "3", "author_id": "7", "text": "see", "created_at": "2023-01-01T00:01:00.000Z",
         "attachments": {"media_keys": ["m1"], "poll_ids": ["p1"]}, "in_reply_to_user_id": "8",
         "referenced_tweets": [{"type": "replied_to", "id": "2"}],
         "entities": {"hashtags": [{"tag": "t"}], "urls": [{"url": "u", "expanded_url": "https://e.org"}]}},
    ],
    "includes": {
        "users": [{"id": "7", "username": "kay", "name": "K", "public_metrics": {"followers_count": 9}}],
        "tweets": [{"id": "2", "author_id": "8", "text": "orig", "created_at": "2022-12-31T00:00:00.000Z"}],
        "media": [{"media_key": "m1", "type": "photo", "url": "https://e.org/p.jpg"}],
        "polls": [{"id": "p1", "options": [{"label": "yes"}, {"label": "no"}]}],
    },
}  # fmt: skip


@pytest.mark.parametrize("wrap", [json.dumps, lambda p: json.dumps(p, indent=1),
                                  lambda p: json.dumps([p]),
                                  lambda p: f"{json.dumps(p)}\n{json.dumps({**p, 'data': []})}"])  # fmt: skip
def test_x_api_v2(tmp_path, wrap):
    result = read_text(tmp_path, wrap(PAGE), "page.json")
    posts = {r["post_id"]: r for r in result.rows()}
    assert set(posts) == {"1", "2", "3"}
    assert (posts["1"]["repost_of"], posts["1"]["repost_of_account"], posts["1"]["likes"]) == ("2", "8", 4)
    answer = posts["3"]
    assert (answer["reply_to"], answer["reply_to_account"]) == ("2", "8")
    assert (answer["media"], answer["poll_options"]) == (["https://e.org/p.jpg"], ["yes", "no"])
    assert (answer["hashtags"], answer["urls"]) == (["t"], ["https://e.org"])
    assert {r["account_id"]: r["followers"] for r in result.rows("accounts")} == {"7": 9}


def test_large_json_objects_are_streamed(tmp_path):
    from floodwatch.sources import Limits

    rows = [
        {"post_id": str(n), "account_id": "a", "created_at": "2024-01-01", "text": "t" * 50}
        for n in range(30_000)
    ]
    content = json.dumps({"meta": {"count": 1}, "posts": rows})
    result = read_text(tmp_path, content, "in.json", platform="x", limits=Limits(object=100_000))
    assert [r["post_id"] for r in result.rows()] == [str(n) for n in range(30_000)]


def test_by_hand(tmp_path):
    content = "tweet;who;when;words\n1;a;01.01.2024;x\n2;b;2024-01-02;y\n"
    chosen = {
        "post_id": "tweet",
        "account_id": "who",
        "created_at": "when",
        "text": "words",
        "accounts.account_id": "who",
    }
    result = read_text(tmp_path, content, platform="x", mapping=chosen)
    assert [(r["post_id"], r["text"]) for r in result.rows()] == [("2", "y")]
    assert [r["account_id"] for r in result.rows("accounts")] == ["a", "b"]
    assert [r.line for r in result.rejects] == [2]


def test_a_users_own_mapping_file(tmp_path):
    own = tmp_path / "mine.yaml"
    own.write_text(
        "name: mine\nplatform: telegram\nrecognise: [msg, sender, date]\ncollection: {method: export}\n"
        "tables:\n  posts:\n    post_id: msg\n    account_id: {column: [sender, forwarder]}\n"
        "    created_at: {column: date, as: unix_s}\n"
        "    media: {parts: [{column: photo}, {column: video, prefix: 'v:'}]}\n"
        "    is_repost: {constant: 'true'}\n"
    )
    content = "msg,sender,forwarder,date,photo,video\n1,,f,1704067200,p,q\n2,s,f,1704067200,,q\n"
    result = read_text(tmp_path, content, mapping=own)
    assert [(r["account_id"], r["media"], r["is_repost"]) for r in result.rows()] == [
        ("f", ["p", "v:q"], True),
        ("s", ["v:q"], True),
    ]
    assert result.rows("collections")[0]["method"] == "export"


def test_the_tables_of_our_own(tmp_path):
    (tmp_path / "posts.csv").write_text(HEADER + "x,1,a,2024-01-01,t\n")
    (tmp_path / "accounts.csv").write_text("platform,account_id,handle,followers\nx,a,@A,5\n")
    (tmp_path / "follows.csv").write_text("platform,follower_id,followed_id\nx,a,b\n")
    (tmp_path / "events.csv").write_text("event_id,title,kind,started_at\ne,Storm,disaster,2024-01-01\n")
    (tmp_path / "collections.csv").write_text(
        "collection_id,method,markings\nc1,keyword,TLP:GREEN|PAP:CLEAR\n"
    )
    (tmp_path / "checks.csv").write_text(
        "kind,platform,subject_id,status,observed_at\naccount,x,a,missing,2024-01-02\n"
    )
    (tmp_path / "listings.csv").write_text(
        "list_name,kind,platform,subject_id,listing_role\nmine,site,web,example.org,state_media\n"
    )
    result = Result([tmp_path])
    assert result.rejects == []
    assert {t.name: len(result.rows(t.name)) for t in TABLES} == {
        "collections": 7, "posts": 1, "accounts": 1, "follows": 1, "events": 1, "checks": 1,
        "listings": 1,
    }  # fmt: skip
    assert result.rows("accounts")[0]["handle"] == "A"


def test_what_the_user_says_about_the_collection(tmp_path):
    content = HEADER + "x,1,a,2024-01-01,t\n"
    told = {
        "method": "keyword",
        "collection_query": "storm",
        "from_at": "2024-01-01",
        "identifiers_hashed": "true",
    }
    first, again = (
        read_text(tmp_path, content, n, collection=told).rows("collections")[0] for n in ("a.csv", "b.csv")
    )
    other = read_text(tmp_path, content).rows("collections")[0]
    assert (first["collection_query"], first["from_at"].year, first["identifiers_hashed"]) == (
        "storm",
        2024,
        True,
    )
    assert first["collection_id"] == again["collection_id"] != other["collection_id"]
    assert other["method"] == "unknown"


def test_parquet_columns_of_any_type(tmp_path):
    table = pa.table(
        {
            "platform": pa.array(["x", "x"]).dictionary_encode(),
            "post_id": pa.array([2**62 + 1, 5], pa.uint64()),
            "account_id": pa.array([1.0, 2.0]),
            "created_at": pa.array([1704067200000, None], pa.timestamp("ms")),
            "text": pa.array(["a\0b", ""], pa.large_string()),
            "urls": pa.array([["u"], None]),
            "likes": pa.array([1.0, None]),
        }
    )
    pq.write_table(table, tmp_path / "p.parquet")
    result = Result([tmp_path / "p.parquet"])
    [post] = result.rows()
    assert (post["post_id"], post["account_id"], post["text"]) == (str(2**62 + 1), "1", "ab")
    assert (post["urls"], post["likes"]) == (["u"], 1)
    assert [(r.line, r.reason) for r in result.rejects] == [(2, "no created_at")]


def test_tabs_are_found_and_can_be_forced(tmp_path):
    content = HEADER.replace(",", "\t") + "x\t1\ta\t2024-01-01\tone, two; three | four\n"
    for form in ("", "csv", "tsv"):
        assert read_text(tmp_path, content, format=form).rows()[0]["text"] == "one, two; three | four"


@pytest.mark.parametrize("packed", ["gzip", "zip"])
def test_parquet_inside_a_compressed_file(tmp_path, packed):
    sink = io.BytesIO()
    columns = {
        "platform": ["x"],
        "post_id": ["1"],
        "account_id": ["a"],
        "created_at": [1704067200],
        "text": ["t"],
    }
    pq.write_table(pa.table(columns), sink)
    path = tmp_path / "packed"
    if packed == "gzip":
        path.write_bytes(gzip.compress(sink.getvalue()))
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("p.parquet", sink.getvalue())
            archive.writestr("read me.txt", "not a table")
    result = Result([path])
    assert len(result.rows()) == 1
    assert len(result.rejects) == (packed == "zip")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("just text", "needs a name and tables"),
        ("tables: {postz: same}", "Did you mean posts"),
        ("tables: {posts: {post: a}}", "no column of posts 'post'"),
        ("tables: {posts: {post_id: {column: a, as: upper}}}", "no transform 'upper'"),
        ("tables: {posts: same}\nplatfrom: x", "Did you mean platform"),
        ("tables: [", "cannot be read"),
        (
            "recognise: [nowhere]\ntables: {posts: {post_id: nowhere}}",
            "needs columns that the file lacks: nowhere",
        ),
    ],
)
def test_wrong_mapping_files(tmp_path, content, message):
    own = tmp_path / "own.yaml"
    own.write_text(content)
    with pytest.raises(FloodwatchError, match=message):
        read_text(tmp_path, "a,b\n1,2\n", mapping=own)


def test_objects_that_are_not_what_the_others_are(tmp_path):
    lines = [SHARE, {"delete": {"status": 1}}, {"user": {"id": "1", "entities": []}, "text": 5}]
    result = read_text(tmp_path, "\n".join(map(json.dumps, lines)), "t.jsonl")
    assert len(result.rows()) == 2
    assert [r.line for r in result.rejects if "no post" in r.reason] == [2]
    assert {r.line for r in result.rejects} == {2, 3}


def test_unknown_collection_settings(tmp_path):
    for wrong, meant in (({"methd": "export"}, "method"), ({"method": "takdown"}, "takedown")):
        with pytest.raises(FloodwatchError, match=f"Did you mean {meant}"):
            read_text(tmp_path, HEADER, collection=wrong)


def test_progress_ends_at_one(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(HEADER + "x,1,a,2024-01-01,t\n")
    shares = []
    list(sources.read([path], sources.ReadOptions(), print, lambda what, share: shares.append(share)))
    assert shares == sorted(shares)
    assert shares[-1] == 1
