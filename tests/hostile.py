"""Texts that try to be more than text wherever they are shown."""

MARKUP = (
    "</script><script>document.title = 'taken over'</script>",
    "</title></style><script>document.body.id = 'taken-over'</script>",
    '"><img src=x onerror="document.title = \'taken over\'">',
    "' onmouseover='alert(1)' x='",
    "<svg/onload=\"document.title = 'taken over'\">",
    "<a href=\"javascript:document.title='taken over'\">here</a>",
    '<iframe srcdoc="<script>parent.document.title=1</script>"></iframe>',
    "<base href=https://evil.example/><form action=//evil.example><button autofocus>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "]]><!--<style>*{display:none}</style>-->",
    "&lt;script&gt;&#60;script&#62;&amp;lt;",
)
TERMINAL = (
    "\x1b[2J\x1b[1;1Hdone",
    "\x1b]0;title\x07",
    "\x9b31mred",
    "\x90q\x9c",
    "a\rfootnote: all is well",
    "a\x08\x08\x7f",
    "[red]text[/red] [/] [link=https://evil.example]x[/link]",
    ":warning: :smile:",
)
TURNS = ("\u202egnp.exe", "\u2066admin\u2069", "\u202dabc\u202c", "\u2067x")
LINES = ("one\nINFO bot.live: forged", "one\r\ntwo", "one\u2028two\u2029three", "one\x85two\x0bthree\x0cfour")
SLACK = (
    "<!channel>",
    "<!here|all>",
    "<@U012AB3CD>",
    "<#C1|x>",
    "<https://evil.example|intranet>",
    "&lt;!here>",
)
ALL = (*MARKUP, *TERMINAL, *TURNS, *LINES, *SLACK)
