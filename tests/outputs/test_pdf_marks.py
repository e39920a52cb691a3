"""PDF: letters with marks above, below and between are read once, as they were written."""

from __future__ import annotations

import re
import unicodedata

import pytest

from floodwatch.model.document import Quote
from floodwatch.model.runs import direction
from floodwatch.outputs import pdf
from floodwatch.outputs.pdf.doubled import mended
from tests.outputs import made_document as made
from tests.outputs.pdf_reading import Reader

pytest.importorskip("typst")
MARKED = {
    "vi": "Tiếng Việt có dấu: ế ộ ữ",
    "th": "ช่ช่ ญี่ปุ่น ป้า ฟ้า น้ำแข็ง ที่ ปี้ ฝั่ง ก็ กรุ๊ป",
    "km": "ខ្មែរ ស្ត្រី ព្រះរាជាណាចក្រកម្ពុជា ខ្ញុំ",
    "my": "မြန်မာ ဖြစ်သည် ကြွေး ဥက္ကဋ္ဌ",
    "hi": "हिन्दी क्षत्रिय कर्ता र्कि टिं स्त्री",
    "bn": "ক্ষমতা কর্তা কি স্ত্রী",
    "ta": "கொ கௌ ஸ்ரீ",
    "lo": "ນ້ຳ ປີ້ ທີ່ ຝຶ່ງ",
    "si": "ක්‍ර ශ්‍රී",
    "te": "క్షీ స్త్రీ కృష్ణ",
    "ml": "സ്ത്രീ ക്ഷ കൊ",
    "kn": "ಸ್ತ್ರೀ ಕ್ಷ ಕೊ",
    "gu": "સ્ત્રી ક્ષ કિ",
    "pa": "ਸਤ੍ਰੀ ਕਿ",
    "or": "ସ୍ତ୍ରୀ କ୍ଷ",
    "ar": "كَتَبَ ٱلْقُرْآنُ شَيْءٌ مُحَمَّدٌ السلام",
    "he": "בְּרֵאשִׁית בָּרָא שָׁלוֹם",
    "fa": "می‌خواهم",
    "ru": "а́ е́ молоко́",
    "yo": "ọ̀ ẹ́ ṣ",
    "grc": "ᾧ ἄνθρωπος",
    "ko": "한국어 각",
}


def bare(text):
    return unicodedata.normalize("NFC", re.sub(r"\s", "", text))


@pytest.fixture(scope="module")
def data():
    return pdf.render(made.short(*(Quote(text, language) for language, text in MARKED.items())))


@pytest.fixture(scope="module")
def quotes(data):
    return dict(zip(MARKED, Reader(data).top.all("BlockQuote"), strict=True))


@pytest.mark.parametrize("language", MARKED)
def test_a_letter_with_its_marks_is_read_once(quotes, language):
    units = list(quotes[language].units())
    read = units[::-1] if direction(language) == "rtl" else units
    assert bare("".join(read)) == bare(MARKED[language])


def test_what_is_mended_needs_no_mending(data):
    assert mended(data) == data
