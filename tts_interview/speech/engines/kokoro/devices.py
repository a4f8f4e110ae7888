"""The devices that a session of ONNX Runtime can run on, and the choice between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tts_interview.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Collection

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Device:
    """A device: `name` is the user's term for it, `provider` ONNX Runtime's; `options` go to the provider.

    `memory_pattern`: memory may be planned once for all inputs. `unasked`: the device may be chosen automatically.
    """

    name: str
    provider: str
    options: tuple[tuple[str, str], ...] = ()
    memory_pattern: bool = True
    unasked: bool = True


CPU = Device("cpu", "CPUExecutionProvider")
# In order of preference. The source of the voice and its phases need full float32, so lower precision is not allowed.
ACCELERATORS = (
    # Utterances differ in length, and the default search would try every convolution algorithm for each length.
    Device("cuda", "CUDAExecutionProvider", (("cudnn_conv_algo_search", "DEFAULT"), ("use_tf32", "0"))),
    Device("migraphx", "MIGraphXExecutionProvider"),
    Device("rocm", "ROCMExecutionProvider"),
    # Its documentation forbids memory patterns and concurrent runs of a session.
    Device("directml", "DmlExecutionProvider", memory_pattern=False),
    # Measured: OpenVINO's CPU device is slower than the quick graph without OpenVINO.
    Device("openvino", "OpenVINOExecutionProvider", (("device_type", "GPU"), ("precision", "FP32"))),
    # Every package for macOS contains it. It accepts fixed shapes only, which sound does not have. Most of the graph would
    # therefore run on the CPU in float, slower than the quick graph, so only users who ask for it get it.
    Device(
        "coreml", "CoreMLExecutionProvider", (("ModelFormat", "MLProgram"), ("RequireStaticInputShapes", "1")), unasked=False
    ),
)


def candidates(wish: str, providers: Collection[str]) -> tuple[Device, ...]:
    """Return the devices to try, best first, if ONNX Runtime has these providers.

    `wish` is the name of a device, which is then the only one, or "auto", which ends with the CPU.
    Raises EngineError if the device is not available.
    """
    here = [device for device in ACCELERATORS if device.provider in providers]
    if wish == AUTO:
        return (*(device for device in here if device.unasked), CPU)
    found = tuple(device for device in (CPU, *here) if device.name == wish)
    if not found:
        names = ", ".join([AUTO, CPU.name, *(device.name for device in here)])
        raise EngineError(
            f'device "{wish}" is not available (available: {names}); install onnxruntime-gpu, -directml or -openvino for others'
        )
    return found
