"""A show file with a feed, and talks for it."""

SHOW = """\
[show]
title = "Tides"
link = "https://example.org/"
description = "D"
category = "Arts"
artwork = "a.png"
[feed]
url = "https://example.org/feed.xml"
"""
TALK = "---\ntitle: {title}\ndate: 2026-03-04\n---\nAnn: Why is it so?\n\nBo: {answer}\n\nAnn: Really?\n\nBo: Yes.\n"
