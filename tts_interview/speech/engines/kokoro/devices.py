"""What a session of ONNX Runtime can compute on, and which of it is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Collection

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Device:
    """A device: `name` is what users say, `provider` what ONNX Runtime calls it, `options` are what it is told.

    `memory_pattern` says whether memory may be planned once for all inputs. `unasked` says whether it is taken by itself.
    """

    name: str
    provider: str
    options: tuple[tuple[str, str], ...] = ()
    memory_pattern: bool = True
    unasked: bool = True


CPU = Device("cpu", "CPUExecutionProvider")
# In the order of preference. The source of the voice and its phases need whole float32, so nothing shorter is allowed.
ACCELERATORS = (
    # Every utterance has a length of its own, for which the default search would try all ways of convolution anew.
    Device("cuda", "CUDAExecutionProvider", (("cudnn_conv_algo_search", "DEFAULT"), ("use_tf32", "0"))),
    Device("migraphx", "MIGraphXExecutionProvider"),
    Device("rocm", "ROCMExecutionProvider"),
    # Its documentation forbids memory patterns, and two runs of a session at once.
    Device("directml", "DmlExecutionProvider", memory_pattern=False),
    # Its processor device was measured to be slower than the quick graph without it.
    Device("openvino", "OpenVINOExecutionProvider", (("device_type", "GPU"), ("precision", "FP32"))),
    # It is in every package for macOS. It takes fixed shapes only, and sound has none: most of the graph stays on the
    # processor, in float, which is slower than the quick graph. So only who asks for it gets it.
    Device(
        "coreml", "CoreMLExecutionProvider", (("ModelFormat", "MLProgram"), ("RequireStaticInputShapes", "1")), unasked=False
    ),
)


def candidates(wish: str, providers: Collection[str]) -> tuple[Device, ...]:
    """The devices to try, best first, where ONNX Runtime has these providers.

    `wish` is the name of a device, which is the only one then, or "auto", which ends with the processor.
    Raises EngineError if there is no such device here.
    """
    here = [device for device in ACCELERATORS if device.provider in providers]
    if wish == AUTO:
        return (*(device for device in here if device.unasked), CPU)
    found = tuple(device for device in (CPU, *here) if device.name == wish)
    if not found:
        names = ", ".join([AUTO, CPU.name, *(device.name for device in here)])
        raise EngineError(
            f'ONNX Runtime has no device "{wish}" here: choose one of {names}, or install its package that has more of them'
        )
    return found
