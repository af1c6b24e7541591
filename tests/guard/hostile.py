"""Texts as long as a question may be, made to keep careless patterns busy."""

LONGEST = 4000
_PIECES = (
    *("a", "1", "1 ", "+1 ", "+4", "0664 ", "a@", "a.a", "a@a.", "(((", "eyJ", "-eyJ", "password ", "password: "),
    *("token ", "A ", "Aa ", "AT61", "AT61 ", "::", "1.", "1.1.1.1 ", " ", "born ", "Mr ", "\u200b", "é", "４", "\"'"),
    *("10101010101 ", "4111111111111111", "4111 1111 1111 1111 ", "+436601234567 ", "a@b.at ", "Maria Huber a@b.at "),
    *("[name]", "(at)", "a (at) ", " at ", "://a:", "http://a:b@", "01.02.", "123-45-6789 ", "pass=a1B!", "1-", "1/"),
    *("geb. 01.01.1970 ", "AA111111A ", "phone ", "order no ", "key=", "secret", "xoxb-", "+49 30 ", "curl ", "00 1 "),
    *("(0)", "1237 010180 ", "-----BEGIN PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----\n" + "A" * 64, "a at b dot "),
    *("x" * 40 + " ", "de de ", "Huber, ", "name: A ", "Dear ", "von A ", "9" * 19 + " ", "01/02/03 ", "fe80:", "%E2"),
    *("sk_live_", "SG.a", "a" * 63 + ".", "-a" * 30 + "@", "\u0661", "\u2460", "\ufdfa", "\x00", "\ud800", "is is "),
    *("DOB: May ", "password for a a a ", "curl -u a", "PuTTY-User-Key-File-2: ", "A.A.A.", "a'", "Aa-", "+(", "00("),
)
HOSTILE = tuple((piece * LONGEST)[:LONGEST] for piece in _PIECES)
