"""Turns pandas' frames, series and indexes into plain data and back, without pickle.

pandas is imported only once there is a table to read.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

Node = dict[str, Any]
# Dtypes whose values are sent as a list of Python's; of the other dtypes, the bytes are sent.
PLAIN = """
    object str string boolean Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float32 Float64
"""


def encode_table(value: Any, write: Callable[[Any], Node]) -> Node | None:
    """Turn a frame, a series or an index into JSON; return None for another value or dtype.

    Args:
        write: turns a part of a table into JSON.
    """
    if (pandas := sys.modules.get("pandas")) is None:
        return None
    match value:
        case pandas.DataFrame():
            items = [_encode_column(value.iloc[:, place], write) for place in range(value.shape[1])]
            heads = [encode_table(axis, write) for axis in (value.index, value.columns)]
            parts: Node = {"kind": "frame", "heads": heads}
        case pandas.Series():
            items = [_encode_column(value, write)]
            heads = [encode_table(value.index, write)]
            parts = {"kind": "series", "heads": heads, "names": [write(value.name)]}
        case pandas.MultiIndex():
            items = [_encode_column(value.get_level_values(n), write) for n in range(value.nlevels)]
            parts = {"kind": "index", "heads": [], "names": list(map(write, value.names))}
        case pandas.Index():
            items = [_encode_column(value, write)]
            parts = {"kind": "index", "heads": [], "names": [write(value.name)]}
            parts["freq"] = getattr(value, "freqstr", None)
        case _:
            return None
    if None in items or None in parts["heads"]:
        return None
    return parts | {"items": items}


def is_changing_table(value: Any) -> bool:
    """Return whether a value is a table that a function can change: a frame or a series."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(value, pandas.DataFrame | pandas.Series)


def _encode_column(values: Any, write: Callable[[Any], Node]) -> Node | None:
    """Return a column as JSON, its values as an array or a list; None for an odd dtype."""
    dtype, pandas = values.dtype, sys.modules["pandas"]
    column: Node = {"kind": "column", "dtype": str(dtype)}
    if isinstance(dtype, pandas.CategoricalDtype):
        categories_node, codes = (
            _encode_column(dtype.categories, write),
            pandas.Categorical(values).codes,
        )
        items = [write(codes), categories_node, write(bool(dtype.ordered))]
        return categories_node and column | {"dtype": "category", "items": items}
    if isinstance(dtype, np.dtype) and dtype.kind in "mM":
        return column | {"items": [write(values.to_numpy().view(np.int64))]}
    if isinstance(dtype, np.dtype) and dtype.kind in "biufc":
        return column | {"items": [write(np.ascontiguousarray(values.to_numpy()))]}
    if str(dtype) in PLAIN.split():
        return column | {"items": [write([None if x is pandas.NA else x for x in values])]}
    return None


def decode_table(node: Node, read: Callable[[Any], Any]) -> Any:
    """Turn the JSON of `encode_table` back into a table.

    Raises:
        ValueError, TypeError, LookupError, ImportError: the node is malformed, or pandas missing.
    """
    pandas = import_module("pandas")
    columns = [_decode_column(item, read) for item in node["items"]]
    heads = [decode_table(head, read) for head in node["heads"]]
    match node["kind"]:
        case "frame":
            index, names = heads
            frame = pandas.DataFrame(dict(enumerate(columns)), index=index)
            frame.columns = names
            return frame
        case "series":
            return pandas.Series(columns[0], index=heads[0], name=read(node["names"][0]))
        case "index" if len(columns) == 1:
            index = pandas.Index(columns[0], name=read(node["names"][0]))
            if node.get("freq"):
                index.freq = node["freq"]
            return index
        case "index":
            return pandas.MultiIndex.from_arrays(columns, names=list(map(read, node["names"])))
    raise ValueError("not a table")


def _decode_column(node: Node, read: Callable[[Any], Any]) -> Any:
    """Return a column's values, as an array of numpy's or pandas'."""
    pandas, dtype = import_module("pandas"), node["dtype"]
    if dtype == "category":
        codes, categories_node, ordered = node["items"]
        categories = pandas.Index(_decode_column(categories_node, read))
        return pandas.Categorical.from_codes(read(codes), categories, ordered=read(ordered))
    values = read(node["items"][0])
    if dtype in PLAIN.split():
        return pandas.Series(values, dtype=dtype).array
    if not isinstance(values, np.ndarray) or values.ndim != 1:
        raise ValueError("a column has numbers")
    return values.view(dtype) if np.dtype(dtype).kind in "mM" else values
