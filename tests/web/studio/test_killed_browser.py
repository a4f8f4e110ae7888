"""The browser is killed again and again while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from studio_browser import check_killed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
def test_a_browser_that_is_killed_sixty_times_loses_only_what_it_had_not_sent(tmp_path: Path) -> None:
    check_killed(tmp_path, rounds=6, kills=10)
