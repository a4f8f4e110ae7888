"""Write times of ISO 8601, which may be only a day, a month or a year, in the forms that file formats ask for."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from email.utils import format_datetime

_REST_OF_DATE = "1970-01-01"


def rfc_2822(time: str) -> str:
    """Return a time as feeds write it, such as "Thu, 05 Mar 2026 00:00:00 +0000"; "" if it is not a time."""
    found = _moment(time)
    return format_datetime(found) if found else ""


def rfc_3339(time: str) -> str:
    """Return a time in UTC, such as "2026-03-05T00:00:00Z"; "" if it is not a time."""
    found = _moment(time)
    with contextlib.suppress(OverflowError):  # in the first year, some offsets lead out of the calendar
        return found.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if found else ""
    return ""


def _moment(time: str) -> datetime | None:
    whole = time + _REST_OF_DATE[len(time) :] if len(time) in (4, 7) else time
    try:
        found = datetime.fromisoformat(whole)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
