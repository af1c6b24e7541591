"""Slack's markup as HTML: marks where Slack shows them, everything else escaped."""

import pytest

from tests.pictures.mrkdwn import render_mrkdwn


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~ `code`", "<b>bold</b> <i>italic</i> <s>gone</s> <code>code</code>"),
        ("*bold and _italic_*", "<b>bold and <i>italic</i></b>"),
        ("`*as typed*` ```two\nlines```", "<code>*as typed*</code> <pre>two\nlines</pre>"),
        ("snake_case_name, 2*3*4", "snake_case_name, 2*3*4"),
        (
            "<https://a.example/?b=1&amp;c=2|a *link*>",
            '<a href="https://a.example/?b=1&amp;c=2">a *link*</a>',
        ),
        ("<https://a.example>", '<a href="https://a.example">https://a.example</a>'),
        ("<@U1> in <#C1|help>, <!here>", "@U1 in #help, @here"),
        ("a &lt;b&gt; &amp;amp; &quot;c&quot;", "a &lt;b&gt; &amp;amp; &amp;quot;c&amp;quot;"),
        ('1 > 0 & "so"', "1 &gt; 0 &amp; &#34;so&#34;"),
    ],
)
def test_markup(text: str, html: str) -> None:
    assert render_mrkdwn(text).replace('<span class="mention">', "").replace("</span>", "") == html
