"""`python -m tts_interview` is `tts-interview`."""

import sys


def main() -> None:
    """Run the program. Ctrl-C ends it quietly, also while its modules load."""
    try:
        from tts_interview import cli

        cli.main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
