"""The words by which people speak of themselves and to each other."""

from __future__ import annotations

import re

from tts_interview.parsing.vocabulary import any_of

FIRST_PERSON = re.compile(any_of("of_self"))
SECOND_PERSON = re.compile(any_of("addresses"))
