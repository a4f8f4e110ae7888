"""Options: which files are made, and where."""

from __future__ import annotations

from tts_interview.settings.options.kinds import FLAG, MOMENT, SLUG, choice, path, text
from tts_interview.settings.options.row import Option, of_read, of_render
from tts_interview.settings.parts import BookSound, Kit, Layout

PUBLISHING = (
    of_render(
        "--kit",
        "publishing.kits",
        choice("KIT", Kit),
        "Write all files for a newspaper, podcast or library. Repeatable.",
        repeatable=True,
    ),
    of_render("--publish", "publishing.kits", FLAG, "Write all three kits (help files).", is_common=True, set_value=tuple(Kit)),
    of_render(
        "--format",
        "publishing.formats",
        text("NAME", completes="format"),
        "Also write this file, such as m4b or text. Repeatable.",
        repeatable=True,
        is_common=True,
    ),
    of_render("--after", "publishing.after", text("COMMAND"), "Run COMMAND on the manifest.json of each episode."),
    of_render(
        "--layout",
        "publishing.layout",
        choice("LAYOUT", Layout),
        "Lay out episodes in folders, or as audiobookshelf scans them.",
        default=Layout.FOLDERS,
    ),
    of_render("--embed-audio", "publishing.embed_audio", FLAG, "Write the page as one file that holds the sound."),
    of_render(
        "--book-sound",
        "publishing.book_sound",
        choice("SOUND", BookSound),
        "Put small AAC into the EPUB, or the main sound file.",
        default=BookSound.SMALL,
    ),
    of_render("--cover", "publishing.cover", path("FILE"), "Take this square PNG or JPEG file as cover, 1400 to 3000 px."),
    of_render("--verify", "publishing.verify", FLAG, "Hear the episode back, and speak again what is wrong."),
    Option(
        "--verify-model",
        "publishing.verify_model",
        path("FOLDER"),
        "Hear with this Whisper model for faster-whisper.",
        commands=("render", "verify"),
    ),
    of_render("--slug", "publishing.slug", SLUG, "Name the files so [default: date and title]."),
    of_render(
        "--published",
        "publishing.published",
        MOMENT,
        "Set the time of publication in the feed [default: the date].",
        front_matter=("published",),
    ),
    of_render("--correction", "publishing.correction", text("WORDS"), 'Say what was wrong before, or "none" for no note.'),
    of_render("--corrected", "publishing.corrected", MOMENT, "Set the time of a correction [default: today]."),
    of_read("--license", "publishing.license", text("TEXT"), "Set the source's licence or permission [default: from it]."),
    of_render(
        "--sign",
        "publishing.sign",
        FLAG,
        "Sign sound and cover (C2PA) with the key of the show.",
        show_keys=(("signing", "always"),),
    ),
    of_render(
        "--sign-with",
        "publishing.sign_with",
        path("FILE"),
        "Sign them with this key and its certificates, in PEM.",
        environment="SIGN_WITH",
        show_keys=(("signing", "key"),),
    ),
    of_render("--force", "publishing.force", FLAG, "Replace files of other sources, and current episodes.", is_common=True),
)
