"""The words by which people speak of themselves and to each other."""

from __future__ import annotations

import re

from tts_interview.parsing.vocabulary import ADDRESSES, OF_SELF

FIRST_PERSON = re.compile(OF_SELF)
SECOND_PERSON = re.compile(ADDRESSES)
