"""Stop a rendering half-way. No file is left behind; the clips so far stay in the cache."""

from pathlib import Path

import tts_interview

PAGE = Path(__file__).parent.parent / "page" / "page.html"


class Impatient(tts_interview.Observer):
    """Cancel at the first report of progress."""

    def progress(self, progress: tts_interview.Progress) -> None:
        """Raise CancelledError, which ends the run."""
        raise tts_interview.CancelledError(f"stopped in the step {progress.step!r}")


try:
    tts_interview.render(PAGE, "cancelled.mp3", observer=Impatient())
except tts_interview.CancelledError as cancelled:
    print(cancelled)
print("file written:", Path("cancelled.mp3").exists())
