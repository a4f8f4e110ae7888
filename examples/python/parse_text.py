"""Find who says what in a text, and keep the transcript as JSON."""

import json

import tts_interview

TEXT = """\
Ada Moe: How do you count birds that you cannot see?

Bram Okafor: With your ears. A tern that lands says so.
"""

transcript = tts_interview.parse(TEXT)
for turn in transcript.turns:
    print(f"{turn.speaker} ({turn.role}): {turn.text}")

kept = json.dumps(transcript.to_dict(), ensure_ascii=False, indent=1)
again = tts_interview.Transcript.from_dict(json.loads(kept))
print("equal after the round trip:", again == transcript)
