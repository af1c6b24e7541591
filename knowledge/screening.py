"""Messages that are no question to the guides: recognised by their form, answered by a fitting short text."""

import re
from collections import Counter

_WORD = re.compile(r"[^\W\d_]{2,}")
_MARKUP = re.compile(r"<[^>]*>|\{[^}]*\}")

NOTHING_ASKED = "There is no question in that. Ask me something that the guides may answer."
SMALL_TALK = "Thanks for the message. Ask me a question, and I look up what the guides say about it."
ORDERS = "I only quote the guides, word for word, and follow no instructions. Ask me what they say."

_SAID_TO_SOMEBODY = (
    r"thanks?(?: you| a lot| so much)?|thx|ty|cheers|much appreciated|hi|hello|hey|hiya|howdy|welcome",
    r"(?:good ?)?bye|ttyl|gtg|brb|afk|good (?:morning|afternoon|evening|night)|happy birthday|congrat\w*",
)
_SAID_ALONE = (
    r"lol|lmao|haha\w*|hehe\w*|ok|okay|okey|kk|yes|no|nope|yep|yeah|sure|same|agreed|got it|sounds good",
    r"will do|np|no problem|cool|nice|great|awesome|perfect|wow|sorry|oops|never ?mind|many|so much|yo",
    r"how are you(?: doing)?|what'?s up|sup|who are you|tell me a joke",
    r"are you (?:an? )?(?:real |actual )?(?:person|human|bot|robot|ai|there)",
)
_TO, _ALONE = "|".join(_SAID_TO_SOMEBODY), "|".join(_SAID_ALONE)
_SMALL_TALK = re.compile(
    rf"(?:(?:{_TO}|{_ALONE})\b[\s,.!]*)*(?:(?:{_TO})\b[\s,.!]*(?:\w+[\s,.!]*){{0,2}}|(?:{_ALONE})\b[\s,.!]*)",
    re.IGNORECASE,
)
_SAID_TO_THE_BOT = r"(?:^|[.!?:;,\n]\s*|\b(?:please|now|and|then)\s+)"
_ORDERS = re.compile(
    rf"{_SAID_TO_THE_BOT}(?:ignore|disregard|forget|override|bypass)\b.{{0,40}}\b"
    r"(?:instructions?|prompts?|rules?|guides?|guidelines?|handbook|above|everything)\b"
    r"|\bsystem (?:prompt|override)\b|\bjailbreak\b"
    rf"|{_SAID_TO_THE_BOT}(?:you are now|pretend (?:to be|that|you)|act as (?:if|an?)\b|roleplay)"
    r"|\bfrom now on,? (?:always |only )?(?:reply|answer|respond|say|act|you (?:will|must|are|should))\b"
    r"|[\"']role[\"']\s*:|<\s*script\b|\bdrop table\b|<!(?:channel|here|everyone)",
    re.IGNORECASE,
)
_LETTER_RUN = re.compile(r"[bcdfghjklmnpqrstvwxz]{5,}", re.IGNORECASE)


def screen(query: str) -> str:
    """Return a fitting reply to what is no question to the guides, "" for what may be one.

    Only what is sure by its form is caught here: nothing but symbols, greetings and thanks, orders to the
    bot, letters at random, words heaped up. Questions about other things are the confidence's to judge.
    """
    words = _WORD.findall(_MARKUP.sub(" ", query).casefold())
    if _ORDERS.search(query):
        return ORDERS
    if not words or _is_noise(words):
        return NOTHING_ASKED
    if "?" not in query.rstrip("? !.") and len(words) <= 8 and _SMALL_TALK.fullmatch(_spoken(query)):
        return SMALL_TALK
    return ""


def _spoken(query: str) -> str:
    """Return the query's words and simple punctuation, without emoji and the like."""
    return re.sub(r"[^\w\s,.!']|:\w+:", " ", query).strip()


def _is_noise(words: list[str]) -> bool:
    """Tell letters at random, and the same few words over and over, from language."""
    if len(words) >= 12 and len(set(words)) <= len(words) / 3:
        return True
    if len(words) >= 12 and Counter(words).most_common(1)[0][1] >= len(words) / 3:
        return True
    unpronounceable = sum(bool(_LETTER_RUN.search(word)) for word in words)
    return unpronounceable >= 3 and unpronounceable >= len(words) / 4


_ASKING = (
    "how|what|where|when|who|whom|whose|which|why|can|could|may|might|do|does|did|is|are|am|was|were|will|would",
    "should|must|shall|has|have|any(?:one|body) know|wie|was|wo|wann|wer|warum|darf|kann|muss|soll",
    "comment|où|quand|qui|pourquoi|puis-je|cómo|dónde|cuándo|quién|puedo",
)
_ASKS = re.compile(
    rf"(?:(?:hi|hey|hello|quick|a|one)\b[\w ,]{{0,20}}[:,] *)?(?:{'|'.join(_ASKING)})\b", re.IGNORECASE
)
_QUESTION_MARK = re.compile(r"\w[\"'”’)\]]*\s*[?？](?:\s|$)")
LEAST_WORDS, LEAST_UNMARKED = 3, 5


def is_question(text: str) -> bool:
    """Tell whether something said to others is a real question: marked as one, or begun and phrased like one.

    It is for what nobody asked the bot: what could be anything else is no question.
    """
    words = len(_WORD.findall(text))
    if screen(text) or words < LEAST_WORDS:
        return False
    if _QUESTION_MARK.search(text):
        return True
    return words >= LEAST_UNMARKED and _ASKS.match(text.strip()) is not None and "." not in text.strip(". ")
