"""An editable ONNX graph: its nodes and constants, and the producer and consumers of each tensor."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import onnx
    from numpy.typing import NDArray


class Graph:
    """The main graph of a model while it is rewritten.

    Unused nodes stay until `model` returns the nodes that are reachable from the outputs, in an order that can be computed.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        from onnx import numpy_helper

        self._model = model
        self.nodes: list[onnx.NodeProto] = list(model.graph.node)
        self.constants: dict[str, NDArray[Any]] = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        self._maker: dict[str, onnx.NodeProto] = {}
        self._users: defaultdict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in self.nodes:
            self._connect(node)

    def of_type(self, *types: str) -> list[onnx.NodeProto]:
        """Return all nodes of these types, in the order of the model."""
        return [node for node in self.nodes if node.op_type in types]

    def maker(self, tensor: str, *types: str) -> onnx.NodeProto | None:
        """Return the node that makes a tensor, if it has one of these types (any type if none is given)."""
        node = self._maker.get(tensor)
        return node if node and (not types or node.op_type in types) else None

    def users(self, tensor: str, *types: str) -> list[onnx.NodeProto]:
        """Return the nodes that use a tensor and have one of these types (any type if none is given)."""
        return [node for node in self._users[tensor] if not types or node.op_type in types]

    def constant(self, name: str, value: NDArray[Any] | np.generic) -> str:
        """Add a constant and return its name."""
        import numpy as np

        self.constants[name] = np.asarray(value)
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:  # noqa: ANN401 - depends on the operator
        """Add a node with one output and return the name of the output."""
        from onnx import helper

        node = helper.make_node(kind, inputs, [output], name=f"{output}:{kind}", **attributes)
        self.nodes.append(node)
        self._connect(node)
        return output

    def replace(self, old: str, new: str) -> None:
        """Make all users of the tensor `old` use `new` instead."""
        users = self._users.pop(old, [])
        for node in users:
            for position, name in enumerate(node.input):
                if name == old:
                    node.input[position] = new
        self._users[new] += users

    def add_output(self, tensor: str, name: str, kind: int) -> None:
        """Make a tensor of ONNX's element type `kind` an output of the model."""
        from onnx import helper

        self.add("Identity", [tensor], name)
        self._model.graph.output.append(helper.make_tensor_value_info(name, kind, None))

    def add_input(self, tensor: str, name: str, kind: int) -> None:
        """Make the users of a tensor take it, of ONNX's element type `kind`, from an input of the model instead."""
        from onnx import helper

        self.replace(tensor, name)
        self._model.graph.input.append(helper.make_tensor_value_info(name, kind, None))

    def model(self, *, without: str = "") -> onnx.ModelProto:
        """Return the model with the current graph, its unused inputs, and the output `without`, removed."""
        from onnx import numpy_helper

        graph = self._model.graph
        outputs = [output for output in graph.output if output.name != without]
        nodes = list(self._reachable([output.name for output in outputs]))
        used = {name for node in nodes for name in node.input}
        inputs = [given for given in graph.input if given.name in used]
        del graph.node[:], graph.initializer[:], graph.value_info[:], graph.input[:], graph.output[:]
        graph.node.extend(nodes)
        graph.input.extend(inputs)
        graph.output.extend(outputs)
        graph.initializer.extend(numpy_helper.from_array(v, name) for name, v in self.constants.items() if name in used)
        return self._model

    def _connect(self, node: onnx.NodeProto) -> None:
        for name in node.output:
            self._maker[name] = node
        for name in node.input:
            self._users[name].append(node)

    def _reachable(self, tensors: list[str]) -> Iterator[onnx.NodeProto]:
        """Yield the nodes that these tensors need, each after its own inputs."""
        done: set[int] = set()
        waiting = [(tensor, False) for tensor in reversed(tensors)]
        while waiting:
            tensor, ready = waiting.pop()
            node = self._maker.get(tensor)
            if node is None or id(node) in done:
                continue
            if ready:
                done.add(id(node))
                yield node
            else:
                waiting.append((tensor, True))
                waiting += [(name, False) for name in reversed(node.input)]


def attributes_of(node: onnx.NodeProto) -> dict[str, Any]:
    """Return the attributes of a node by name."""
    from onnx import helper

    return {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
