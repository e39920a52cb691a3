"""Words with which people name their employer, as they stand in profiles."""

import pytest

from floodwatch.vocabulary.load import load
from tests.personas.test_wording import BIG, holds


@pytest.mark.parametrize(
    "bio",
    [
        "Head of Sales at Acme. Dad of three",
        "Engineer, works @acme, runs at night",
        "Opinions mine, not my employer's",
        "Reporter for the Evening Post",
        "Periodista en Radio Sur",
        "Journaliste au Courrier du Nord",
        "Je travaille dans l’équipe de Dupont",
        "Redakteurin beim Abendblatt",
        "Dipendente della Rossi Spa",
        "Pracuję w ministerstwie, piszę prywatnie",
        "Сотрудница пресс-службы завода",
        "Acme şirketi çalışanı",
        "אבא, עובד בגוגל",
        "موظفة في وزارة الصحة",
        "दिल्ली में काम करती हूँ",
        "Pegawai Kementerian, ayah dua anak",
        "nhân viên công ty Sao Mai",
        "就职于一家报社",
        "新聞社で働いています",
        "서울 신문사 근무",
    ],
)
def test_who_names_an_employer_is_staff(bio):
    assert holds("staff", bio)


@pytest.mark.parametrize(
    "bio",
    [
        "Hard-working mother of two, staffordshire born",
        "Working out, reading, walking dogs",
        "Em nome do Pai, do Filho e do Espírito Santo",
        "会社員です",
        "צוות הווי ובידור",
        "Люблю работать в саду",
    ],
)
def test_who_only_works_is_not(bio):
    assert not holds("staff", bio)


def test_the_big_languages_and_no_sentence():
    known = load("phrases/staff.yaml")["phrases"]
    assert set(BIG) <= set(known)
    assert max(len(p.split()) for some in known.values() for p in some) <= 5
