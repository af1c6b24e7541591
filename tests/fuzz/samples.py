"""A good guide, to be spoiled: two kinds of front matter and a text."""

STARTER = """---
title: Leave
updated: 2026-11-02
tags: [a, b]
footnote:
  url: https://h.example/leave
  owner: '#people'
  audience: [everyone]
  aliases: {PTO: leave}
  questions: {sick: ['ill?']}
---
"""
TOML = """+++
title = "Leave"
date = 2026-11-02
[footnote]
owner = "#people"
audience = ["everyone"]
+++
"""
TEXT = """# Leave

Ask **three days** ahead. See [the form](https://x.example/f), or `form --new`.

## Sick

Call before ten:

- the office
  - or *HR*
1. then
2. rest

| day | note |
|---|---|
| 4 | yes \\| no |

> Quoted. Twice.

```sh
ls -l
```
<p>In &lt;HTML&gt; <b>too</b>.</p>

{% include x %} {{ name }}
"""
