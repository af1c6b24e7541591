"""The words before a number that say that it is nobody's: an order, a ticket, a release."""

import re

_NAMES = (
    r"(?:order|ticket|case|invoice|receipt|batch|lot|tracking|shipment|parcel|serial|part|article|item|sku|"
    r"po|commit|merged?|build|version|release|firmware|meeting|contract|customer|account id|issue|jira|reference|"
    r"isbn|ean|gtin|upc|oid|error|licen[cs]e|section|chapter|clause|cost cent(?:re|er)|budget line|bestell|"
    r"bestellung|auftrags?|rechnungs?|vertrags?|kunden|sendungs?|artikel|serien|akten|aktenzeichen|vorgangs?|"
    r"kostenstelle|zähler|störungs|facture|commande|contrat|dossier|colis|fattura|ordine|pratica|pedido|"
    r"factura|contrato|faktura|zamówienie|zamówienia|ordre|tilaus|encomenda|fatura)"
    r"(?:s?[- ]?(?:nummer|number|numret|id|nr))?"
)
_FILLER = r"(?:\b(?:no|nr|num|number|nummer|num[eé]ro|id|ref|code|is|ist|was|n)\b|[\s.:#°º=(\"'/-])"
_OTHER = re.compile(rf"(?<![^\W\d_]){_NAMES}{_FILLER}{{0,12}}$", re.IGNORECASE)


def is_other_number(text: str, start: int) -> bool:
    """Tell whether the number at ``start`` follows a word such as "order" or "ticket", so is no person's."""
    before = text[max(0, start - 40) : start]
    return bool(_OTHER.search(before))
