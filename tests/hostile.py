"""Titles, names and texts designed to break files or to inject content into them."""

from __future__ import annotations

TEXTS = {
    "markup": '<script>alert("x")</script><img src=x onerror=alert(1)>',
    "closing tags": "</title></style></textarea></script><!-- x --> <b>bold",
    "end of CDATA": "one ]]> two <![CDATA[ three",
    "entities": "&amp; &lt;v&gt; &#60;script&#62; &bogus;",
    "quotes": "' onclick='alert(1) \" onclick=\"alert(1)",
    "template": "${title} {title} {{7*7}} %s $title",
    "arrow": "one --> two\n\n00:00:01.000 --> 00:00:02.000\nthree",
    "escapes": "a=b;c#d\\e\n[CHAPTER]\nSTART=0",
    "Markdown": "# head **bold** [link](javascript:alert(1)) `code` <https://x.invalid>",
    "formula": '=HYPERLINK("https://x.invalid")',
    "control characters": "a\x00b\x01c\x07d\x1be\x7ff\x85g\u2028h",
    "half a pair": "a\ud800b\udfffc",
    "no characters": "a\ufffeb\uffffc\ufdd0d",
    "right to left": "שלום \u202egnp.exe\u202c \u2067x",
    "an override that is not closed": "evil\u202egpj.exe",
    "emoji": "👩‍🔬🏳️‍🌈 é",
    "path": "../../../../etc/passwd",
    "Windows path": "..\\..\\C:\\Windows\\system32",
    "Windows device": "CON",
    "Windows device with suffix": "aux.mp3",
    "option": "--help -rf",
    "variable": "$(touch x) `touch x` %PATH%",
    "a word of 10,000 characters": "x" * 10_000,
    "10,000 characters": "many words " * 1_000,
    "only marks": "... --- !!!",
    "spaces": " \t\u00a0\u3000 x \u200b",
}
