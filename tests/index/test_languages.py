"""The language of a question: foreign ones are told, and ordinary short English ones never disturbed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.language_detector import LangidDetector
from knowledge.languages import NAMES, DetectingJudge, SilentJudge, language_code, language_name

FOREIGN = {
    "de": [
        "Wie beantrage ich Urlaub?",
        "Darf ich Kundendaten in ChatGPT einfügen?",
        "Was ist bei Krankheit zu tun?",
        "Wer genehmigt Dienstreisen?",
        "was mache ich wenn mein laptop weg ist",
    ],
    "fr": [
        "Comment demander un congé ?",
        "Puis-je coller des données clients dans ChatGPT ?",
        "Que faire si je suis malade ?",
    ],
    "es": ["¿Cómo pido vacaciones?", "¿Puedo pegar datos de clientes en ChatGPT?"],
    "pt": ["Como faço para pedir férias?", "Posso colar dados de clientes no ChatGPT?"],
    "it": ["Posso incollare i dati dei clienti in ChatGPT?", "Chi approva i viaggi di lavoro?"],
    "nl": ["Hoe vraag ik verlof aan?", "Mag ik klantgegevens in ChatGPT plakken?"],
    "sv": ["Hur ansöker jag om semester?"],
    "pl": ["Jak złożyć wniosek o urlop?"],
    "tr": ["Nasıl izin isteyebilirim bu yıl?"],
    "ru": ["Как попросить отпуск?"],
    "uk": ["Як подати заявку на відпустку?"],
    "ja": ["休暇を申請するにはどうすればいいですか"],
    "zh": ["我可以把客户数据粘贴到ChatGPT吗？"],
    "ar": ["كيف أطلب إجازة؟"],
    "el": ["Πώς ζητάω άδεια;"],
}
ENGLISH = """how do I ask for leave?
vpn setup
can I paste customer data into ChatGPT?
what is PTO
parking
do HR files have to stay in Europe?
lost laptop, who do I call
is Grammarly OK to use
gsa smartpay card
TTS all hands agenda
per diem Paris hotel
per diem Buenos Aires hotel
email signature template
github 2fa backup codes
set up MFA
how do i center a div
lol ok
.mil certificate error
internal TTS detail max length
Tell me about Café de la Paix
is Jürgen Müller my supervisor
PTO carryover max
RFP vs RFQ vs RFI
asdkjh qwpoeiru zmxnbv aslkdjf qpwoei zxmcnb
https://example.com/de/urlaub/antrag
👍👍👍 !!!
¿?
Ω
""".splitlines()
SAID = "Your question seems to be in German, the guides are in English."
SEARCH = " The search understands only English: ask in English for a better answer."


@pytest.fixture(scope="module")
def detector() -> LangidDetector:
    return LangidDetector()


def judge(
    detector: "LangidDetector | Certain", *guides: str, model: tuple[str, ...] = ("en",), known: float = 0
) -> DetectingJudge:
    return DetectingJudge(frozenset(guides), frozenset(model), detector, lambda _question: known)


@pytest.mark.parametrize(("lang", "question"), [(lang, q) for lang, some in FOREIGN.items() for q in some])
def test_a_question_in_another_language_is_told(detector: LangidDetector, lang: str, question: str) -> None:
    said = f"Your question seems to be in {NAMES[lang]}, the guides are in English."
    assert judge(detector, "en").note(question) == said + SEARCH


@pytest.mark.parametrize("question", ENGLISH)
def test_english_is_never_disturbed(detector: LangidDetector, question: str) -> None:
    assert judge(detector, "en").note(question) == ""


def test_no_question_of_a_real_handbook_is_disturbed(detector: LangidDetector, handbook: Path) -> None:
    lines = (handbook / "18f-dev.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    assert len(questions) == 170
    assert [question for question in questions if judge(detector, "en").note(question)] == []


def test_a_question_in_one_of_the_guides_languages_is_not_disturbed(detector: LangidDetector) -> None:
    speaking = judge(detector, "en", "de")
    assert [speaking.note(question) for question in FOREIGN["de"] + ENGLISH] == [""] * 33
    assert speaking.note(FOREIGN["fr"][0]).startswith(
        "Your question seems to be in French, the guides are in English and German."
    )


def test_english_is_foreign_to_german_guides(detector: LangidDetector) -> None:
    assert judge(detector, "de", model=()).note("how do I ask for leave this year?") == (
        "Your question seems to be in English, the guides are in German."
    )


@dataclass(frozen=True)
class Certain:
    """Always equally sure of the same languages; notes what it was asked."""

    likely: Mapping[str, float]
    asked: list[str] = field(default_factory=list)

    def probabilities(self, text: str) -> Mapping[str, float]:
        self.asked.append(text)
        return self.likely


LONG = "Wie beantrage ich Urlaub?"


@pytest.mark.parametrize(
    ("model", "note"),
    [
        (("en",), SAID + SEARCH),
        (("de", "en"), SAID),
        ((), SAID),
        (
            ("en", "fr", "es"),
            SAID + " The search understands only English, French and Spanish: "
            "ask in English, French or Spanish for a better answer.",
        ),
    ],
)
def test_the_model_is_blamed_only_if_it_doesn_t_know_the_language(model: tuple[str, ...], note: str) -> None:
    assert judge(Certain({"de": 0.9, "en": 0.01}), "en", model=model).note(LONG) == note


@pytest.mark.parametrize(
    ("likely", "told"),
    [
        ({"de": 0.70, "en": 0.10}, True),
        ({"de": 0.69, "en": 0.01}, False),
        ({"de": 0.80, "en": 0.11}, False),
        ({"en": 0.90, "de": 0.05}, False),
        ({}, False),
    ],
)
def test_what_isn_t_sure_is_not_told(likely: dict[str, float], told: bool) -> None:
    assert bool(judge(Certain(likely), "en").note(LONG)) is told


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("Urlaub beantragen", False),  # two words
        ("a b c d", False),  # four letters
        ("Wie geht das nun?", True),
        ("what is Urlaubsantrag here", False),  # an English word
        ("can I Urlaub beantragen", False),  # two that are English together
        ("休暇を申", True),
        ("休暇", False),
        ("1234 5678 9012 3456", False),
        ("", False),
    ],
)
def test_the_detector_is_asked_only_where_it_may_matter(question: str, is_asked: bool) -> None:
    detector = Certain({"de": 1.0})
    judge(detector, "en").note(question)
    assert detector.asked == ([question] if is_asked else [])


def test_guides_in_a_language_that_isn_t_told_apart_keep_it_silent() -> None:
    detector = Certain({"de": 1.0})
    assert judge(detector, "en", "tlh").note(LONG) == ""
    assert detector.asked == []


def test_the_silent_judge_says_nothing() -> None:
    assert SilentJudge().note(LONG) == ""


def test_regions_and_varieties_are_the_language() -> None:
    assert [language_code(lang) for lang in ("pt-BR", "zh_TW", " EN ", "nb", "nn-NO")] == [
        "pt",
        "zh",
        "en",
        "no",
        "no",
    ]
    assert (language_name("de-AT"), language_name("tlh")) == ("German", "tlh")


def test_every_language_is_known_to_the_detector(detector: LangidDetector) -> None:
    likely = detector.probabilities(LONG)
    assert likely.keys() == NAMES.keys()
    assert max(likely, key=lambda lang: likely[lang]) == "de"
    assert 0.9 < sum(likely.values()) <= 1 + 1e-6


@pytest.mark.parametrize(("known", "said"), [(0.49, SAID + SEARCH), (0.5, "")])
def test_words_that_the_guides_use_are_no_foreign_language(
    detector: LangidDetector, known: float, said: str
) -> None:
    question = "darf ich Kundendaten in ein KI-Werkzeug einfügen?"
    assert judge(detector, "en", known=known).note(question) == said
