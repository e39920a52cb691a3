"""A document with every kind of block, quotes in 25 languages, and texts that try to be markup."""

from __future__ import annotations

import struct
import zlib
from datetime import UTC, datetime

from floodwatch.model.document import (
    Bullets,
    Callout,
    Document,
    Evidence,
    Facts,
    Figure,
    Heading,
    Item,
    Judged,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)
from floodwatch.model.runs import Run, words
from floodwatch.outputs import charts

MADE = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
LANGUAGES = {
    "en": "Plain English text.",
    "ru": "Съешь же ещё этих мягких французских булок.",
    "uk": "Ґанок і їжак.",
    "el": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία.",
    "ar": "مرحبا بكم في هذا المكان",
    "fa": "این یک متن فارسی است",
    "ur": "یہ ایک اردو جملہ ہے",
    "he": "שלום עולם וזה טקסט",
    "hi": "यह हिन्दी का एक वाक्य है। क्षत्रिय",
    "bn": "এটি একটি বাংলা বাক্য। ক্ষমতা",
    "ta": "இது ஒரு தமிழ் வாக்கியம்.",
    "te": "ఇది తెలుగు వాక్యం.",
    "th": "นี่คือประโยคภาษาไทยที่ไม่มีช่องว่าง",
    "km": "នេះជាប្រយោគភាសាខ្មែរ។",
    "lo": "ນີ້ແມ່ນປະໂຫຍກ",
    "my": "ဤသည်မှာ မြန်မာစာကြောင်းဖြစ်သည်။",
    "ka": "ეს არის ქართული წინადადება.",
    "hy": "Սա հայերեն նախադասություն է։",
    "am": "ይህ የአማርኛ ዓረፍተ ነገር ነው።",
    "ko": "이것은 한국어 문장입니다.",
    "ja": "これは日本語の文章です。漢字とかな。",
    "zh-Hans": "这是一个简体中文句子，用来测试排版。",
    "zh-Hant": "這是一個繁體中文句子，用來測試排版。",
    "si": "මෙය සිංහල වාක්‍යයකි.",
    "pa": "ਇਹ ਇੱਕ ਪੰਜਾਬੀ ਵਾਕ ਹੈ।",
}
RIGHT_TO_LEFT = ("ar", "fa", "ur", "he")
HOSTILE = (
    '#read("/etc/passwd") #import "@preview/x:1.0.0": * #panic()',
    "$x^2$ *bold* _it_ @cite \\ <lab> [c] //x /* y */ `raw` = head #[",
    "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{ 7*7 }}{% raw %}",
    "x" * 5000,
    "https://example.org/" + "a/b" * 100,
    "zero\u200bwidth \u200d joiners \ufeff and \U000e0041 tags",
    "emoji 😀 👩‍👩‍👧‍👦 🇺🇦 signs ≥ ≤ ✓ → □",
)
CONTROLS = "nul \x00 bell \x07 \u202etxt.exe\u202c"


def picture(width=40, height=30):
    """A grey PNG."""
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def chart():
    """A timeline of our own."""
    days = [
        {"began_at": datetime(2026, 1, d, tzinfo=UTC), "posts": d * 3 % 17, "pushed": d % 5}
        for d in range(1, 20)
    ]
    return charts.timeline(days, "day")


def short(*blocks, **given):
    """A document of a few blocks."""
    return Document(**{"title": "A short one", "language": "en", "made_at": MADE, "blocks": blocks} | given)


def quotes():
    """A quote in each language."""
    for language, text in LANGUAGES.items():
        told = (
            {} if language == "en" else {"translation": "What it says in English.", "translator": "machine"}
        )
        yield Quote(
            text, language, who="@someone", **told, translated_by="", voice="observed", refs=("post:x/1",)
        )


def table():
    """A table with an address in it."""
    rows = tuple(
        (words(f"network {i}"), words(f"{i * 7}"), (Run("https://example.org/" + "longpath" * i, code=True),))
        for i in range(1, 6)
    )
    return Table(
        (words("Network"), words("Members"), words("Address")), rows, "Networks by size",
        ("start", "end", "start"), "this case", "4 Mar 2026", voice="observed",
    )  # fmt: skip


def document(**given):
    """Everything."""
    about = (
        Run("Four networks posted the same text."),
        Run(" Two are covert", strong=True, note="a"),
        Run(", and "),
        Run("one", emphasis=True),
        Run(" is not. "),
        Run("A site", link="https://evil.example.org/path"),
        Run(" and "),
        Run("a page", link="https://example.org/x", live=True),
        Run(". In Greek: "),
        Run("νῦν", "el"),
    )
    blocks = (
        Heading(1, words("Summary")),
        Paragraph(about, voice="observed", refs=("post:x/1", "post:x/2", "post:x/99")),
        Judged(words("Two have one operator."), "very likely", 0.8, 0.95, "moderate", "Their clocks agree.",
               voice="assessed", refs=("post:x/1",)),
        Paragraph(words("The platform removed 300 accounts."), voice="reported", by="the platform"),
        Heading(2, words("What people say")),
        *quotes(),
        Heading(2, words("Texts that try to be more")),
        *(Paragraph(words(text)) for text in (*HOSTILE, CONTROLS)),
        Bullets((Item(words("one"), (Item(words("below one")),)), Item(words("two")))),
        Bullets((Item(words("first")), Item(words("second"))), True),
        PageBreak(),
        table(),
        Figure("Posts per day, most on day 11", "Posts per day", chart(), source="this case", voice="observed"),
        Figure("A grey field", png=picture()),
        Callout("What this cannot show", (words("Intent."), words("Sponsors."))),
        Callout("", (words("Names may be wrong."),), "caution"),
        Facts((("Case", words("sample")), ("Networks", words("4")))),
        Heading(1, words("Method")),
        Heading(2, words("Counting")),
        Heading(3, words("In detail")),
        Paragraph((Run("Again the note.", note="a"),)),
    )  # fmt: skip
    kept = tuple(Evidence(f"post:x/{i}", f"{i:064x}", "a post, as collected") for i in range(1, 9))
    return Document(
        **{
            "title": "Four networks before the vote", "language": "en", "made_at": MADE, "blocks": blocks,
            "subtitle": "What moved together", "series": "Reports", "issue": "No. 7",
            "markings": ("TLP:AMBER+STRICT", "PAP:AMBER"), "authors": ("analyst 3", "reviewer 1"),
            "notes": (Note("a", words("How it was counted.")),), "appendix": kept,
        } | given
    )  # fmt: skip
