"""What stands near a finding, such as a word that says that a number is nobody's: an order, a ticket."""

import re
from bisect import bisect_left
from collections.abc import Sequence

_FAR = 40
_WORDS = """
order orders ticket case invoice receipt batch lot tracking shipment parcel serial part article item sku
po commit merge merged build version release firmware meeting contract customer account_id issue jira
reference isbn ean gtin upc oid error licence license section chapter clause cost_centre cost_center
budget_line bestell bestellung bestellungs auftrag auftrags rechnung rechnungs vertrag vertrags kunden
sendung sendungs artikel serien akten aktenzeichen vorgang vorgangs kostenstelle kostenstellen zähler
zählers störung störungs facture commande contrat dossier colis fattura ordine pratica pedido factura
contrato faktura zamówienie zamówienia ordre tilaus encomenda fatura
"""
_NUMBERS = "nummer number numret numero número numéro"
_FILLERS = "no nr num id ref code is ist was n"


def _backwards(words: str) -> str:
    return "|".join(word.replace("_", " ")[::-1] for word in words.split())


_OTHER = re.compile(
    rf"(?:[\s.:#°º=(\"'/-]|(?:{_backwards(_FILLERS + ' ' + _NUMBERS)})(?![^\W\d_])){{0,12}}+"
    rf"(?:(?:{_backwards(_NUMBERS)}|rn|di)[- ]?)?(?:{_backwards(_WORDS)})(?![^\W\d_])",
    re.IGNORECASE,
)
"""Read backwards from the number: one try, not one for each character before it."""


def is_other_number(text: str, start: int) -> bool:
    """Tell whether the number at ``start`` follows a word such as "order" or "ticket", so is no person's."""
    return bool(_OTHER.match(text[max(0, start - _FAR) : start][::-1]))


def has_one(places: Sequence[int], start: int, end: int) -> bool:
    """Tell whether one of the ``places``, in order, is from ``start`` to just before ``end``."""
    found = bisect_left(places, start)
    return found < len(places) and places[found] < end
