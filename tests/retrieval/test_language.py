"""A question in another language is told from English ones, which are terse, full of names, abbreviations and slips."""

from __future__ import annotations

import json
import random

import pytest

from assistant.retrieval.language import Same, is_foreign, same_words
from tests.conftest import ROOT

ABROAD = {
    "Welsh": "Faint mae'r cyngor yn ei wario ar gludiant ysgol?",
    "Polish": "Kto jest przewodniczącym komisji?",
    "French": "Quand passe le camion poubelle dans ma rue ?",
    "Spanish": "¿Quién preside el comité?",
    "Portuguese": "Quantas crianças estão sob cuidados?",
    "Romanian": "Care este bugetul pentru transportul școlar?",
    "Urdu": "کمیٹی کا چیئرمین کون ہے؟",
    "Punjabi": "ਕਮੇਟੀ ਦਾ ਚੇਅਰਮੈਨ ਕੌਣ ਹੈ?",
    "Bengali": "কমিটির চেয়ারম্যান কে?",
    "Gujarati": "સમિતિના અધ્યક્ષ કોણ છે?",
    "Arabic": "من هو رئيس اللجنة؟",
    "Chinese": "谁是委员会主席？",
    "Somali": "Waa kuma guddoomiyaha guddiga?",
    "Turkish": "Bir sonraki toplantı ne zaman?",
    "Ukrainian": "Хто є головою комітету?",
    "Lithuanian": "Kas yra komiteto pirmininkas?",
    "Polish without its letters": "Ile dzieci bylo pod opieka na koniec marca?",
    "French around English": "Combien d'agency social workers au mois de mars 2025 ?",
}
ENGLISH = [
    "CAMHS waits?", "EHCP 20 weeks %", "NEET Q3 24/25", "and Feb?", "Cllr Penhallow apologies?", "who chaired", "min 28",
    "re referals dec", "Penhallow?", "libary hours saturday", "MTFP gap 25/26", "Ebrill Jones chair?", "Kowalski motion",
    "Llanelli leisure centre lease decision", "Did Cllr Nowak abstain", "El Shaddai Church planning application",
    "Gurdwara Guru Nanak car park", "en bloc items?", "pro rata council tax", "vice versa?", "quorum", "Plas Newydd",
    "Ynys Môn council spend", "Rhyl promenade", "Café Rouge licence review", "vote on salle des fetes twinning",
]  # fmt: skip


def words_of_the_papers(stem: str) -> bool:
    return stem in {"agenc", "social", "worker", "neglect", "strategi", "children", "care"}


def asked() -> list[str]:
    lines = [
        line for path in (ROOT / "eval" / "cases").glob("*-dev.jsonl") for line in path.read_text("utf-8").splitlines()
    ]
    cases = [json.loads(line) for line in lines]
    return [turn for case in cases if case["kind"] != "other-language" for turn in case["turns"] if "ą" not in turn]


def mistyped(question: str, chance: random.Random) -> str:
    letters = list(question)
    for _ in range(chance.randint(2, 4)):
        place = chance.randrange(len(letters))
        if letters[place].isalpha():
            letters[place] = chance.choice(["", *"aeioutrns"])
    return "".join(letters)


@pytest.mark.parametrize("language", ABROAD)
def test_a_question_in_another_language_is_told(language: str) -> None:
    assert is_foreign(ABROAD[language], words_of_the_papers)


def test_no_english_question_is_taken_for_foreign() -> None:
    chance = random.Random(7)
    questions = [*asked(), *ENGLISH]
    slips = [mistyped(question, chance) for question in asked()]
    assert [q for q in [*questions, *slips, *map(str.lower, questions)] if is_foreign(q, lambda stem: False)] == []


def test_a_question_in_the_papers_own_language_is_theirs() -> None:
    assert not is_foreign("Kto jest przewodniczącym komisji?", lambda stem: True)


@pytest.mark.parametrize(
    ("question", "same"),
    [
        ("Ile dzieci (children in care) na koniec marca 2025 r.?", Same("children in care", ("2025",))),
        ("Jaki jest status Neglect Strategy w Q4?", Same("Neglect Strategy", ("Q4",))),
        ("Ile care w 2025?", Same()),
    ],
)
def test_what_stands_in_the_papers_words_is_kept(question: str, same: Same) -> None:
    assert same_words(question, words_of_the_papers) == same
