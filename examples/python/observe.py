"""Print what a run reports: progress, notices and doubts."""

import io
from pathlib import Path

import tts_interview

PAGE = Path(__file__).parent.parent / "page" / "page.html"


class Reporter(tts_interview.Observer):
    """Print every report on a line of its own."""

    def progress(self, progress: tts_interview.Progress) -> None:
        """Report how far a long step is."""
        print(f"{progress.step}: {progress.done:.0f} of {progress.total:.0f}")

    def notice(self, line: str) -> None:
        """Report what the program does."""
        print("notice:", line)

    def doubt(self, line: str) -> None:
        """Report what the parser is not sure of, with the setting that resolves it."""
        print("doubt:", line)


tts_interview.render(PAGE, io.BytesIO(), observer=Reporter())
