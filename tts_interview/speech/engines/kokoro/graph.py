"""A graph of ONNX that is open for changes: its nodes, its constants, and who makes and who uses each tensor."""

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

    Nodes that nothing needs any more are left where they are until `model` gives back what is reachable from the outputs, in
    an order in which it can be computed.
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
        """All nodes of these types, in the order of the model."""
        return [node for node in self.nodes if node.op_type in types]

    def maker(self, tensor: str, *types: str) -> onnx.NodeProto | None:
        """The node that makes a tensor, if it is of one of these types (of any, if none is given)."""
        node = self._maker.get(tensor)
        return node if node and (not types or node.op_type in types) else None

    def users(self, tensor: str, *types: str) -> list[onnx.NodeProto]:
        """The nodes that use a tensor, those of these types only (of any, if none is given)."""
        return [node for node in self._users[tensor] if not types or node.op_type in types]

    def constant(self, name: str, value: NDArray[Any] | np.generic) -> str:
        """Add a constant, and give back its name."""
        import numpy as np

        self.constants[name] = np.asarray(value)
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:  # noqa: ANN401 - as the operator has them
        """Add a node of one output, and give back the output's name."""
        from onnx import helper

        node = helper.make_node(kind, inputs, [output], name=f"{output}:{kind}", **attributes)
        self.nodes.append(node)
        self._connect(node)
        return output

    def replace(self, old: str, new: str) -> None:
        """Let all who use the tensor `old` use `new` instead."""
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

    def model(self) -> onnx.ModelProto:
        """The model with the graph as it is now."""
        from onnx import numpy_helper

        graph = self._model.graph
        nodes = list(self._reachable([output.name for output in graph.output]))
        used = {name for node in nodes for name in node.input}
        del graph.node[:], graph.initializer[:], graph.value_info[:]
        graph.node.extend(nodes)
        graph.initializer.extend(numpy_helper.from_array(v, name) for name, v in self.constants.items() if name in used)
        return self._model

    def _connect(self, node: onnx.NodeProto) -> None:
        for name in node.output:
            self._maker[name] = node
        for name in node.input:
            self._users[name].append(node)

    def _reachable(self, tensors: list[str]) -> Iterator[onnx.NodeProto]:
        """The nodes that these tensors need, each after those that it needs itself."""
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
    """The attributes of a node by name."""
    from onnx import helper

    return {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
