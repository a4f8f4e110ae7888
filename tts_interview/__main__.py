"""`python -m tts_interview` is `tts-interview`."""

from tts_interview.cli import main

if __name__ == "__main__":
    main()
