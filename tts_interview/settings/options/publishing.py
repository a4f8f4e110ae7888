"""Options: which files are made, and where."""

from __future__ import annotations

from tts_interview.settings.options.kinds import FLAG, MOMENT, SLUG, choice, path, text
from tts_interview.settings.options.row import READ, Option
from tts_interview.settings.parts import BookSound, Kit, Layout

_RENDER = ("render",)

PUBLISHING = (
    Option(
        "--kit",
        "publishing.kits",
        choice("KIT", Kit),
        "Write all files for a newspaper, podcast or library. Repeatable.",
        commands=_RENDER,
        repeatable=True,
    ),
    Option(
        "--publish",
        "publishing.kits",
        FLAG,
        "Write all three kits (help files).",
        commands=_RENDER,
        is_common=True,
        set_value=tuple(Kit),
    ),
    Option(
        "--format",
        "publishing.formats",
        text("NAME", completes="format"),
        "Also write this file, such as m4b or text. Repeatable.",
        commands=_RENDER,
        repeatable=True,
        is_common=True,
    ),
    Option(
        "--after",
        "publishing.after",
        text("COMMAND"),
        "Run COMMAND on the manifest.json of each episode.",
        commands=_RENDER,
    ),
    Option(
        "--layout",
        "publishing.layout",
        choice("LAYOUT", Layout),
        "Lay out episodes in folders, or as audiobookshelf scans them.",
        commands=_RENDER,
        default=Layout.FOLDERS,
    ),
    Option(
        "--embed-audio", "publishing.embed_audio", FLAG, "Write the page as one file that holds the sound.", commands=_RENDER
    ),
    Option(
        "--book-sound",
        "publishing.book_sound",
        choice("SOUND", BookSound),
        "Put small AAC into the EPUB, or the main sound file.",
        commands=_RENDER,
        default=BookSound.SMALL,
    ),
    Option(
        "--cover",
        "publishing.cover",
        path("FILE"),
        "Take this square PNG or JPEG file as cover, 1400 to 3000 px.",
        commands=_RENDER,
    ),
    Option(
        "--verify",
        "publishing.verify",
        FLAG,
        "Hear the episode back, and speak again what is wrong.",
        commands=_RENDER,
    ),
    Option(
        "--verify-model",
        "publishing.verify_model",
        path("FOLDER"),
        "Hear with this Whisper model for faster-whisper.",
        commands=("render", "verify"),
    ),
    Option("--slug", "publishing.slug", SLUG, "Name the files so [default: date and title].", commands=_RENDER),
    Option(
        "--published",
        "publishing.published",
        MOMENT,
        "Set the time of publication in the feed [default: the date].",
        commands=_RENDER,
        front_matter=("published",),
    ),
    Option(
        "--correction",
        "publishing.correction",
        text("WORDS"),
        'Say what was wrong before, or "none" for no note.',
        commands=_RENDER,
    ),
    Option(
        "--corrected",
        "publishing.corrected",
        MOMENT,
        "Set the time of a correction [default: today].",
        commands=_RENDER,
    ),
    Option(
        "--license",
        "publishing.license",
        text("TEXT"),
        "Set the source's licence or permission [default: from it].",
        commands=READ,
    ),
    Option(
        "--sign",
        "publishing.sign",
        FLAG,
        "Sign sound and cover (C2PA) with the key of the show.",
        commands=_RENDER,
        show_keys=(("signing", "always"),),
    ),
    Option(
        "--sign-with",
        "publishing.sign_with",
        path("FILE"),
        "Sign them with this key and its certificates, in PEM.",
        commands=_RENDER,
        environment="SIGN_WITH",
        show_keys=(("signing", "key"),),
    ),
    Option(
        "--force",
        "publishing.force",
        FLAG,
        "Replace files of other sources, and current episodes.",
        commands=_RENDER,
        is_common=True,
    ),
)
