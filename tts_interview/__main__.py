"""`python -m tts_interview` is `tts-interview`."""

import os
import signal


def main() -> None:
    """Run the program. Ctrl-C while its modules load ends it quietly, as nothing has begun."""
    is_on = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a shell may have switched it off
    if is_on:
        signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(130))
    from tts_interview import cli

    if is_on:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


if __name__ == "__main__":
    main()
