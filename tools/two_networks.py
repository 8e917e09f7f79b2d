"""Two networks in one file, of which LiteRT runs the one it is asked for."""

from __future__ import annotations

import flatbuffers
from ai_edge_litert import schema_py_generated as schema

_IDENTIFIER = b"TFL3"


def join_networks(first: bytes, second: bytes, *, signature: str) -> bytes:
    """The networks of two `.tflite` files in one.

    Args:
        first: Its networks keep the signatures they are asked by.
        second: A file with one network.
        signature: What its network is asked by.
    """
    joined, other = (schema.ModelT.InitFromPackedBuf(content, 0) for content in (first, second))
    (graph,), (asked_by,) = other.subgraphs, other.signatureDefs
    for step in graph.operators:
        step.opcodeIndex += len(joined.operatorCodes)
    for tensor in graph.tensors:
        tensor.buffer += len(joined.buffers)
    asked_by.signatureKey, asked_by.subgraphIndex = signature, len(joined.subgraphs)
    joined.operatorCodes += other.operatorCodes
    joined.buffers += other.buffers
    joined.subgraphs.append(graph)
    joined.signatureDefs.append(asked_by)
    builder = flatbuffers.Builder(len(first) + len(second))
    builder.Finish(joined.Pack(builder), _IDENTIFIER)
    return bytes(builder.Output())
