"""Each national number that the guard knows is found, and told from one that doesn't add up."""

import pytest

from bot.guard.inspection import inspect
from bot.guard.national_numbers import KINDS, RULES

EXAMPLES = {
    "Austrian insurance number": "SVNR 1237 010180",
    "Austrian tax number": "Abgabenkonto 59-119/9013",
    "German tax id": "Steuer-ID 36574261809",
    "German tax number": "Steuernummer 181/815/08155",
    "Swiss AHV number": "756.9217.0769.85",
    "French social security number": "NIR 2 95 10 99 126 111 93",
    "French tax number": "numéro fiscal 30 23 217 600 053",
    "Italian tax code": "rcc mnl 83s18 d969h",
    "Spanish identity number": "54362315-K",
    "Portuguese tax number": "NIF 501964843",
    "Portuguese identity number": "cartão de cidadão 00000000 0 ZZ4",
    "Polish PESEL number": "PESEL 44051401359",
    "Polish tax number": "NIP 856-734-62-15",
    "Dutch BSN": "BSN 1112.22.333",
    "Belgian national number": "85.07.30-033.28",
    "UK NHS number": "NHS 943 476 5870",
    "UK tax reference": "UTR 1955839661",
    "UK National Insurance number": "NI number QQ123456C",
    "Irish PPS number": "PPS 6433435OA",
    "US social security number": "536-90-4399",
    "US tax number": "ITIN 912-90-3456",
    "Canadian SIN": "SIN 123-456-782",
    "Australian tax file number": "TFN 123 456 782",
    "New Zealand tax number": "IRD 49-098-576",
    "Indian Aadhaar number": "aadhaar 2341 2341 2346",
    "Indian PAN": "PAN ACUPA7085R",
    "Brazilian CPF": "CPF 390.533.447-05",
    "Swedish personal number": "880320-0016",
    "Danish CPR number": "CPR 211062-5629",
    "Norwegian identity number": "fødselsnummer 151086 95088",
    "Finnish identity code": "131052-308T",
    "Icelandic identity number": "kennitala 120174-3399",
    "Czech or Slovak birth number": "710319/2745",
    "Romanian CNP": "CNP 1630615123457",
    "Bulgarian EGN": "EGN 7523169263",
    "Croatian OIB": "OIB 33392005961",
    "Slovenian EMŠO": "EMŠO 0101006500006",
    "Estonian personal code": "isikukood 36805280109",
    "Lithuanian personal code": "asmens kodas 33309240064",
    "Latvian personal code": "personas kods 161175-19997",
    "Greek AMKA": "AMKA 01013099997",
    "Turkish identity number": "TC kimlik 17291716060",
    "Ukrainian tax number": "РНОКПП 1759013776",
    "Israeli identity number": "Israeli id 3933742-3",
    "South African identity number": "South African ID 7503305044089",
    "Mexican CURP": "BOXW310820HNERXN09",
    "Chilean RUT": "12.531.909-2",
    "Argentine tax number": "20-05536168-2",
    "Chinese identity number": "360426199101010071",
    "Korean registration number": "971013-9019902",
    "Japanese My Number": "My Number 6214 9832 0257",
    "Malaysian identity number": "770305-02-1234",
    "Thai identity number": "1-2345-45678-78-1",
    "Singapore identity number": "NRIC S1234567D",
}


def test_there_is_an_example_of_each_kind() -> None:
    assert set(EXAMPLES) == KINDS
    assert len(RULES) > len(KINDS)


@pytest.mark.parametrize(("kind", "text"), EXAMPLES.items(), ids=EXAMPLES)
def test_it_is_found(kind: str, text: str) -> None:
    assert [finding.kind for finding in inspect(text).findings] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "SVNR 2237 010180",
            "Steuer-ID 36574261808",
            "PESEL 44051401358",
            "BSN 1112.22.334",
            "CPF 390.533.447-06",
        ),
        "411111111111111111",
        *("54362315-L", "880320-0018", "131052-308U", "710319/2746", "CNP 1630615123458", "TFN 123 456 789"),
    ],
)
def test_a_number_that_doesn_t_add_up_is_none(text: str) -> None:
    assert inspect(text).findings == ()


def test_the_word_decides_between_countries_and_any_word_finds_one() -> None:
    number = "44051401359"
    assert inspect(f"PESEL {number}").findings[0].kind == "Polish PESEL number"
    assert len(inspect(f"her national id is {number}").findings) == 1
    assert inspect(f"is {number} a prime number?").findings == ()
    assert inspect(f"x.y@z.pl, {number}").redacted == "[e-mail address], [Polish PESEL number]"
    assert inspect(f"order {number} of x.y@z.pl").redacted == f"order {number} of [e-mail address]"
