"""Indicators: addresses, hashes, wallets and handles that a report names as those of an operation."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from floodwatch.knowledge.reading.harmless import Warnings
from floodwatch.knowledge.reading.refanging import AT, DOT, SCHEME, defanged, refanged
from floodwatch.knowledge.reading.sentences import sentences
from floodwatch.model.documents import Document
from floodwatch.model.reading import Mention, ReadingExample

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = rf"(?:{_LABEL}{DOT}){{1,10}}(?:[^\W\d_]{{2,24}}|xn--[a-z0-9-]{{1,59}})(?![\w-])"
_OCTETS = rf"\d{{1,3}}(?:{DOT}\d{{1,3}}){{3}}(?!\w|{DOT}\d)"
_BASE58 = "[1-9A-HJ-NP-Za-km-z]"
_REST = r"[^\s<>\"“”„«»’`|]{0,2000}"


class _Form(NamedTuple):
    type: str
    pattern: str
    value: Callable[[str], str]


def _plain(written: str) -> str:
    return written


_FORMS = (
    _Form("url", rf"{SCHEME}{_REST}", refanged),
    _Form("email", rf"[\w.+%-]{{1,64}}{AT}{_HOST}", refanged),
    _Form("url", rf"(?:{_HOST}|{_OCTETS})(?::\d{{1,5}})?/(?=[\w%~@#?+.-]){_REST}", refanged),
    _Form("ip", rf"{_OCTETS}(?::\d{{1,5}}(?!\d)|/\d{{1,2}}(?!\d))?", refanged),
    _Form("ip", r"(?:[0-9a-f]{0,4}(?:\[:\]|:)){2,7}[0-9a-f]{0,4}(?![\w:])", refanged),
    _Form("domain", _HOST, refanged),
    _Form("sha256", r"[0-9a-f]{64}(?!\w)", _plain),
    _Form("sha1", r"[0-9a-f]{40}(?!\w)", _plain),
    _Form("md5", r"[0-9a-f]{32}(?!\w)", _plain),
    _Form("wallet", r"0x[0-9a-f]{40}(?!\w)", _plain),
    _Form("wallet", r"(?:bc1|ltc1)[02-9ac-hj-np-z]{11,71}(?!\w)", _plain),
    _Form("wallet", rf"(?-i:[13LMDT48Xr]{_BASE58}{{25,34}}(?!\w)|[48]{_BASE58}{{94}}(?!\w))", _plain),
    _Form("handle", r"@[\w.]{2,40}(?:@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})?(?!\w)", _plain),
    _Form("handle", r"#(?!\d+(?!\w))\w{2,80}", _plain),
)
_ANY = re.compile(
    r"(?<![\w@#/])(?<!\w[-.])(?:"
    + "|".join(f"(?P<f{n}>{form.pattern})" for n, form in enumerate(_FORMS))
    + ")",
    re.I,
)
_END = re.compile(r"[.,;:!?'*_)\]}>…]{1,20}\Z")
_MIXED = re.compile(r"(?=.{0,40}[a-z])(?=.{0,40}[A-Z])(?=.{0,40}\d)")


class Indicators:
    """Domains, links, IP addresses, hashes, wallets, e-mail addresses and handles, refanged."""

    name = "indicators"
    description = "Domains, links, IP addresses, hashes, wallets, e-mail addresses, handles and hashtags."
    makes = ("indicator",)
    needs = ()

    def read(self, document: Document, before: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
        """Every one that is not of the publisher, of everybody, a file or said to be harmless."""
        warnings = Warnings(document)
        for sentence in sentences(document):
            for found in _ANY.finditer(sentence.text):
                form = _FORMS[int((found.lastgroup or "f0")[1:])]
                written = _trimmed(found.group(), form.type)
                value = form.value(written)
                fine = _sound(form.type, value)
                if fine and not warnings.of(
                    form.type, value, defanged(written), sentence.text, found.start()
                ):
                    start = sentence.start + found.start()
                    told = {"type": form.type, "value": value}
                    yield Mention("indicator", start, start + len(written), written, told)

    def examples(self) -> Sequence[ReadingExample]:
        """Each type, and what only looks like one."""
        return (
            ReadingExample(
                "It used hxxps://bad[.]example/a?b=1, 203[.]0[.]113[.]9:8080 and mail(at)bad[.]example.",
                ("hxxps://bad[.]example/a?b=1", "203[.]0[.]113[.]9:8080", "mail(at)bad[.]example"),
            ),
            ReadingExample(
                "Domain: news-front.example; MD5: 0cc175b9c0f1b6a831c399e269772661.",
                ("news-front.example", "0cc175b9c0f1b6a831c399e269772661"),
            ),
            ReadingExample(
                "Wallet 0x52908400098527886E0F7030069857D2E4169EE7, channel @front_news, tag #FrontNews.",
                ("0x52908400098527886E0F7030069857D2E4169EE7", "@front_news", "#FrontNews"),
            ),
            ReadingExample(
                "The address 2001:db8::1 answered, and t.me/front_news.", ("2001:db8::1", "t.me/front_news")
            ),
            ReadingExample("The file offer.pdf, svchost.exe and google.com are in version 1.2.3.4.", ()),
            ReadingExample("It met at 10:30:00, e.g. in the U.S. and/or the U.K. on day #3.", ()),
        )


def _trimmed(written: str, kind: str) -> str:
    """Without the marks that end the sentence or the bracket around it."""
    if kind not in ("url", "handle"):
        return written
    end = _END.search(written)
    while end:
        tail = written[-1]
        if tail in ")]}" and written.count({")": "(", "]": "[", "}": "{"}[tail]) >= written.count(tail):
            break
        written = written[:-1]
        end = _END.search(written)
    return written


def _sound(kind: str, value: str) -> bool:
    """Whether the value can be what its form says."""
    if kind == "ip":
        return _address(value)
    if kind == "wallet" and not value.startswith(("0x", "bc1", "ltc1")):
        return _MIXED.match(value) is not None
    if kind in ("md5", "sha1", "sha256"):
        return any(c.isalpha() for c in value) and any(c.isdigit() for c in value)
    return kind != "url" or len(value) > 9 or "." in value


def _address(value: str) -> bool:
    bare = value.split("/", maxsplit=1)[0]
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.is_multicast) and len(bare) > 4


INDICATORS = Indicators()
