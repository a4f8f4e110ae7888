#!/usr/bin/env python3
"""Measure how far the values of each channel reach at the convolutions of Kokoro: voices/kokoro-ranges.npz.

Usage: python scripts/calibrate_kokoro.py     (in an environment with the project)

Every voice of the catalogue says the sentences below that are in its language, by the graph in float. Of each channel the
largest absolute value of a sentence is taken, of those the median over the sentences of a voice (one outlier must not make
all steps coarse), and of those the largest over the voices (a channel may sleep in all voices but one). For each
convolution NAME the file holds `NAME:incoming`, `NAME:outgoing` and, where a snake stands before it, `NAME:argument`: arrays
(channels,) in half precision.
"""

from __future__ import annotations

import hashlib
import os
import re
import statistics
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import onnx

from tts_interview.files.packaged import voices_folder
from tts_interview.model import Utterance
from tts_interview.settings.parts import default_cache_folder
from tts_interview.speech.catalogue import catalogued_voices
from tts_interview.speech.engines import EngineSetup
from tts_interview.speech.engines.kokoro import KokoroEngine
from tts_interview.speech.engines.kokoro.inference import symbols
from tts_interview.speech.engines.kokoro.model_file import find_model
from tts_interview.speech.engines.kokoro.rewriting import float_graph, snake_before
from tts_interview.speech.engines.onnx_runtime import load_runtime

if TYPE_CHECKING:
    from pathlib import Path

    from tts_interview.speech.engines.kokoro.graph import Graph

# The rest (pitch, energy, source, phase, the projections of features) is left in float.
CONVOLUTIONS = re.compile(r"decoder/(encode|decode\.\d)/conv[12]/|generator/(noise_res|resblocks)\.\d/convs|generator/ups\.0")
SENTENCES = {
    "en": (
        "We had planned to leave before dawn, but the boat would not start, and so we waited on the quay with cold coffee.",
        "How did you persuade them to come back, after everything that had happened that winter?",
        "No, never. Not once in thirty years!",
        "The second report, which was published in March, says almost the opposite of the first one.",
        "I remember the smell of wet wool, the squeak of the gate, and my grandmother calling us in for supper.",
    ),
    "es": (
        "Queríamos salir antes del amanecer, pero el barco no arrancaba y nos quedamos en el muelle con el café frío.",
        "¿Cómo los convenció para que volvieran, después de todo lo que pasó aquel invierno?",
        "No, nunca. ¡Ni una sola vez en treinta años!",
    ),
    "fr": (
        "Nous voulions partir avant l'aube, mais le bateau ne démarrait pas, et nous avons attendu sur le quai sans café.",
        "Comment les avez-vous convaincus de revenir, après tout ce qui s'était passé cet hiver-là ?",
        "Non, jamais. Pas une seule fois en trente ans !",
    ),
    "it": (
        "Volevamo partire prima dell'alba, ma la barca non si avviava, e così siamo rimasti sul molo con il caffè freddo.",
        "Come li ha convinti a tornare, dopo tutto quello che era successo quell'inverno?",
        "No, mai. Nemmeno una volta in trent'anni!",
    ),
    "pt": (
        "Queríamos sair antes do amanhecer, mas o barco não pegava, e ficamos esperando no cais com o café frio.",
        "Como o senhor os convenceu a voltar, depois de tudo o que aconteceu naquele inverno?",
        "Não, nunca. Nem uma única vez em trinta anos!",
    ),
    "hi": (
        "हम सुबह होने से पहले निकलना चाहते थे, लेकिन नाव चालू नहीं हुई, और हम ठंडी चाय के साथ घाट पर बैठे रहे।",
        "उस सर्दी में जो कुछ हुआ, उसके बाद आपने उन्हें वापस आने के लिए कैसे मनाया?",
        "नहीं, कभी नहीं। तीस साल में एक बार भी नहीं!",
    ),
}


def measuring_model(path: Path) -> tuple[bytes, list[str]]:
    """The float model with the reach of every channel as outputs, and their names."""
    graph: Graph = float_graph(onnx.load(path))
    axes = graph.constant("axes", np.array([0, 2]))
    names = []
    for node in [n for n in graph.of_type("Conv", "ConvTranspose") if CONVOLUTIONS.search(n.name)]:
        tensors = {"incoming": node.input[0], "outgoing": node.output[0]}
        snake = snake_before(graph, node.input[0])
        if snake:
            tensors["argument"] = snake.argument
        for end, tensor in tensors.items():
            name = f"{node.name}:{end}"
            size = graph.add("Abs", [tensor], f"{name}:size")
            graph.add_output(graph.add("ReduceMax", [size, axes], f"{name}:most", keepdims=0), name, onnx.TensorProto.FLOAT)
            names.append(name)
    return graph.model().SerializeToString(), names


def main() -> None:
    """Speak, measure and write."""
    engine = KokoroEngine(EngineSetup(default_cache_folder()))
    model = find_model(EngineSetup(default_cache_folder()))
    content, names = measuring_model(model)
    onnxruntime = load_runtime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])

    def reach(voice: str, language: str, sentence: str) -> list[np.ndarray]:
        tokens = [symbols()[phoneme] for phoneme in engine.phonemes(Utterance(sentence, voice, language))]
        style = engine.style(voice)[len(tokens) - 1]
        inputs = {"tokens": np.array([[0, *tokens, 0]]), "style": style, "speed": np.ones(1, np.float32)}
        return session.run(names, inputs)

    reaches: dict[str, list[list[np.ndarray]]] = defaultdict(list)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [
            (voice.name, pool.submit(reach, voice.name, voice.language, sentence))
            for voice in catalogued_voices(engine.name)
            for sentence in SENTENCES[voice.language.partition("-")[0]]
        ]
        for number, (name, job) in enumerate(jobs, 1):
            reaches[name].append(job.result())
            print(f"{number}/{len(jobs)} {name}", flush=True)
    of_voices = [[np.median(np.stack(tensors), axis=0) for tensors in zip(*said, strict=True)] for said in reaches.values()]
    largest = [np.max(np.stack(tensors), axis=0).astype(np.float16) for tensors in zip(*of_voices, strict=True)]
    target = voices_folder() / "kokoro-ranges.npz"
    np.savez_compressed(target, **dict(zip(names, largest, strict=True)))
    print(f"{len(names)} ranges of {statistics.median(map(len, largest)):.0f} channels, {target.stat().st_size} bytes")
    print(f"of the model {hashlib.sha256(model.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
