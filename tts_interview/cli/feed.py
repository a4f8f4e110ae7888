"""`feed`: list the episodes in the feed of a show, and check the feed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts_interview.cli.options import plain_flag, print_table
from tts_interview.errors import ShowError

if TYPE_CHECKING:
    from tts_interview.publishing.feed.place import FeedPlace


@click.command()
@click.argument("show", type=click.Path(path_type=Path), metavar="SHOW.TOML")
@click.option("--check", is_flag=True, help="Check the feed as podcast applications would.")
@plain_flag
@click.pass_context
def feed(context: click.Context, show: Path, *, check: bool, plain: bool) -> int:
    """List the episodes in the feed of a show, or check it.

    The command reads local files only.

    \b
    Examples:
      tts-interview feed show.toml
      tts-interview feed show.toml --check
    """  # noqa: D301 - \b is click's mark for lines to keep
    from tts_interview.publishing.feed.document import read_feed

    place = _place(show)
    episodes = read_feed(place.file).items
    if check:
        return _checked(place, len(episodes))
    from tts_interview.publishing.feed.elements import ITUNES

    rows = [
        (
            e.text_of(f"{ITUNES} episode"),
            e.text_of("pubDate"),
            " ".join(e.text_of("title").split()),
            e.attribute("enclosure", "url"),
            e.text_of("guid"),
        )
        for e in episodes
    ]
    print_table(context, rows, ("number", "date", "title", "sound", "guid"), plain=plain)
    return 0


def _checked(place: FeedPlace, count: int) -> int:
    from tts_interview.cli.console import say
    from tts_interview.publishing.feed.checking import problems

    found = problems(place)
    for line in found:
        click.echo(line)
    if not found:
        say(f"{place.file}: {count} episode{'' if count == 1 else 's'}, no problems")
    return 1 if found else 0


def _place(show: Path) -> FeedPlace:
    from tts_interview.publishing.feed.place import feed_place
    from tts_interview.settings import Settings
    from tts_interview.settings.showfile import read_show

    place = feed_place(read_show(show).feed, Settings().publishing.output_folder)
    if not place:
        raise ShowError(f'{show} has no feed; write url = "https://..." under [feed]')
    if not place.file.exists():
        raise ShowError(f"{place.file} does not exist yet; the first episode creates it: render --show {show} --publish")
    return place
