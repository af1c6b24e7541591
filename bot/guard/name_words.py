"""Words with a capital that are nobody's name, and the words that stand before names."""

import re

TITLES = re.compile(
    r"(?<![\w.-])(?:(?:Mr|Mrs|Ms|Miss|Mx|D?Dr|Prof|Sir|Madam|Herrn?|Frau|Fr|Hr|Mag|Dipl|Ing|Mme|Mlle|Monsieur|"
    r"Madame|Sra?|Srta|Señora?|Don|Doña|Sig|Signora?|Dott|Dott\.ssa|Pani?|Dhr|Mevr|Mw|Senhora?|Dra|Rev|Avv)"
    r"(?:\. ?| )|M\. )++"
)
"""Before a name, one or more of them, up to the gap behind the last."""
GREETINGS = re.compile(
    r"(?<!\w)(?:Dear|Hi|Hello|Hallo|Lieber?|Bonjour|Estimad[oa]|Querid[oa]|Ch[eè]re?|Gentile|Car[oa]|Beste|Hej|"
    r"Kära?|Kjære|(?i:name[nd]?(?: is| ist)?[\"']? ?[:=] ?[\"']?|my name is|on behalf of)) ?"
)
"""Before a name, with no title between them; so are what forms and tables call it."""
_PARTICLES = """
von van de der den da di dal del della dos das do la le lo du des zu zum zur al el bin ibn ben ter ten y af av
"""
PARTICLES = frozenset(_PARTICLES.split())
"""In small letters inside a name."""
_EVERYDAY = """
a about address after all also am an and any april are as at auf august aus be because before bei but by
call can card client clients contact could customer customers date dear december deleted did die do does dob
email employee everything export fax february for fri friday from fyi guest had has have he hello her hers
here hi his how i if in info invoice is it its january july june just let list log login look mail march may
me mobile monday my name need no not note november now number october of ok on one only or order our p
passenger password patient phone please pls ps question quick re reach refund ring row salary saturday send
september she should since social some someone staff sunday tel telephone test thanks that the their them
then there these they this those thursday to today tomorrow tuesday under user us via was we wednesday were
what when where which who why will with would write wrote yes you your yours applicant candidate contractor
supplier vendor colleague manager employer visitor owner member subject attendee recipient sender value
field column record entry example id pin pps ssn nhs iban bic swift pan sin tfn nir bsn cpf pesel gdpr ip
url api ai hr uk eu usa hallo der das den dem ein eine einen mein meine unser unsere sein ihre ihr ist sind
war kann darf wir ich sie er es und oder mit von zu im für über nach wie wer wo warum welche welcher ob
bitte kontakt kunde kunden kundin klient klientin patientin bewerber bewerberin praktikant praktikantin
ansprechpartner ansprechpartnerin mitarbeiter mitarbeiterin kollege kollegin lieferant gast absender
empfänger telefon handy mobil e-mail adresse nummer namen vorname nachname geburtsdatum geboren ruf rufen
schreib schreiben rückruf sozialversicherungsnummer steuernummer kontonummer konto rechnung bestellung
ticket protokoll liste zugang versicherung steuerberater datum server je le la les un une mon ma mes son sa
ses est et ou où puis peut pour avec cliente clienti clientes numéro numero número né née monsieur madame
appelez tél naissance il lo gli posso può mio mia suo sua nato nata con per chiamami cell el los las mi su
puedo nacido nacida por para llámame teléfono móvil correo contacto o os um uma meu minha seu nascido
nascida telefone telemóvel czy mogę klientka pani adres de het een mijn zijn mag klant bel det en ett min
mitt kan får kund född jeg må ringe puh asiakas saako tc csv json pdf excel word outlook teams slack notion
chatgpt copilot deepl gemini claude jira confluence zoom google microsoft openai github gitlab salesforce
sap hubspot linkedin whatsapp signal office windows mac iphone android internet intranet web wiki crm erp
vpn montag dienstag mittwoch donnerstag freitag samstag sonntag jänner januar februar märz mai juni juli
oktober dezember england london vienna wien berlin paris rome madrid europe austria germany switzerland
france italy spain poland ireland india canada australia brazil sweden denmark norway finland leeds lyon
nantes toronto pune sydney south african new san chinese japanese korean greek mexican chilean czech slovak
hungarian russian swiss german austrian british french italian spanish polish dutch irish american canadian
indian swedish danish norwegian finnish turkish estonian latvian croatian bulgarian romanian portuguese
belgian european english author maintainer contributor title mr mrs ms miss mx dr prof sir madam herr herrn
frau fr dipl ing mme mlle sr sra srta señor señora don doña sig signor signora dott dhr mevr mw senhor
senhora dra rev avv national insurance security tax personal data protection birth bank transfer account
holder credit debit visa mastercard amex diners discover jcb maestro paypal stripe bearer authorization team
everyone everybody colleagues folks damen herren kolleginnen kollegen zusammen leute tous toutes todos todas
tutti
"""
NO_NAMES = frozenset(_EVERYDAY.split())
"""In small letters: what begins sentences, labels columns, and names months, places and tools."""
_COMPANIES = """
gmbh ag kg ohg ug se ltd limited llc inc corp corporation company co plc bv nv sa sarl srl spa ab as oy aps
group holding bank versicherung hotel clinic klinik hospital university universität school schule team desk
service services support hotline reception department office agency partners solutions systems software
media studio shop store restaurant café museum ministry council city street strasse straße road avenue platz
lane
"""
COMPANIES = frozenset(_COMPANIES.split())
"""In small letters: beside these, capitalised words name no person."""
_BEFORE = (
    r"e-?mail|mail|e-post|correo|tel|t[eé]l[eé]phone|t[eé]l|tel[eé]fono|telefon|telefonnummer|phone|"
    r"number|mobile?|handy|cell|m[oó]vil|celular|tlm|tlf|puh|gsm|fax|call|reach|iban|konto|card|dob|"
    r"d\.o\.b|date of birth|born|birthday|geb|geboren|am|op|n[eé]e?|le|est|nat[oa]|il|è|es|is|nacid[oa]|"
    r"el|nascid[oa]|em|ssn|svnr|sv-nr|nir|dni|nie|nif|bsn|pesel|cpf|pps|ppsn|nhs|ahv|cpr|cpr-nr|hetu|"
    r"personnummer|fødselsnummer|aadhaar|pan|sin|tfn|id|no|nr|numer|called|texted|wrote|rang|writes|"
    r"from|at|on|under|unter|via|with|mit|private|work|my|his|her|address|contact|md|phd|mba|m\.?sc|b\.?sc|jr|esq|ll\.?m"
)
BEFORE_DATA = re.compile(rf"(?:[\s,;:(<\[\"'|*=/-]|(?<!\w)(?:{_BEFORE})(?!\w)\.?)++$", re.IGNORECASE)
"""What may stand between a name and the data behind it, up to the data."""
_OF = (
    r"(?:is |was )?(?:the )?(?:number |e-?mail |mail |address |phone |iban )?"
    r"(?:of|from|belongs to|gehört|von|de) "
)
BEHIND_DATA = re.compile(rf" ?(?:[,;|:(\[<\"'-]|{_OF}){{1,3}} ?", re.IGNORECASE)
"""What may stand between data and the name behind it."""
WORD = re.compile(r"(?<!\w)[^\W\d_](?:['-]?[^\W\d_])*+(?!\w)")
