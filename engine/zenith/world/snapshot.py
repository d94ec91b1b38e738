"""A World's whole state, in memory or as bytes, ready to be gone back to."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from zenith.errors import BadValue
from zenith.schema import Kind, Schema
from zenith.sealed import seal, unseal
from zenith.world.plain import write_all, write_fields

MAGIC: Final = b"ZNSNAP01"
BROKEN: Final = (
    AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError, struct.error,
)  # fmt: skip
"""What reading data of the wrong form may raise."""
OBJECT_BYTES: Final = 80
"""About what one value of an object column takes in memory."""


@dataclass(frozen=True, slots=True)
class TableState:
    """One table: the saved names of its components and its rows as they lie.

    Attributes:
        key: Component names.
        arrays: Handles, serials, tags and every numeric column, in order.
        objects: For each object column, its values as plain data.
    """

    key: tuple[str, ...]
    arrays: list[NDArray[Any]]
    objects: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that decides how a World goes on.

    It is a copy: the World may change afterwards, and `restore` may be called
    any number of times, also on another World that knows the same components.
    """

    tables: list[TableState]
    index: list[NDArray[Any]]
    rest: dict[str, Any]

    def to_bytes(self) -> bytes:
        """Return the snapshot as bytes: checked by a hash, free of code."""
        arrays: list[NDArray[Any]] = list(self.index)
        tables: list[dict[str, Any]] = []
        for table in self.tables:
            tables.append({"key": table.key, "arrays": len(table.arrays), "objects": table.objects})
            arrays.extend(table.arrays)
        shapes = [[a.dtype.str, list(a.shape)] for a in arrays]
        header = json.dumps({"rest": self.rest, "tables": tables, "arrays": shapes}).encode()
        body = struct.pack("<Q", len(header)) + header + b"".join(a.tobytes() for a in arrays)
        return seal(MAGIC, body)

    @classmethod
    def from_bytes(cls, data: bytes) -> Snapshot:
        """Return the snapshot that `to_bytes` wrote.

        Raises:
            BadValue: The bytes are something else, cut short or damaged.
        """
        body = unseal(MAGIC, data, "snapshot of a World")
        try:
            return cls._read(body)
        except BROKEN as error:
            raise BadValue(f"The snapshot of a World is of the wrong form: {error!r}.") from None

    @classmethod
    def _read(cls, body: bytes) -> Snapshot:
        (length,) = struct.unpack_from("<Q", body)
        header = json.loads(body[8 : 8 + length])
        arrays = _read_arrays(body[8 + length :], header["arrays"])
        tables: list[TableState] = []
        at = 4
        for table in header["tables"]:
            mine = arrays[at : at + table["arrays"]]
            tables.append(TableState(tuple(table["key"]), mine, table["objects"]))
            at += table["arrays"]
        return cls(tables, arrays[:4], header["rest"])

    @property
    def nbytes(self) -> int:
        """About how much memory it takes."""
        numbers = sum(a.nbytes for a in self.index)
        for table in self.tables:
            numbers += sum(a.nbytes for a in table.arrays)
            numbers += OBJECT_BYTES * sum(len(values) for values in table.objects)
        return numbers


def _read_arrays(body: bytes, shapes: list[Any]) -> list[NDArray[Any]]:
    arrays: list[NDArray[Any]] = []
    at = 0
    for dtype, shape in shapes:
        count = math.prod(shape)
        if not 0 <= count <= len(body):
            raise ValueError(f"an array of {count} numbers")
        array = np.frombuffer(body, dtype, count, at).reshape(shape)
        at += array.nbytes
        arrays.append(array)
    return arrays


def split_columns(
    schema: Schema, columns: list[NDArray[Any]]
) -> tuple[list[NDArray[Any]], list[list[Any]]]:
    """Copy a component's columns: numeric ones as arrays, object ones as plain data."""
    if schema.whole:
        return [], [[write_fields(s, schema, schema.name) for s in columns[0]]]
    arrays: list[NDArray[Any]] = []
    objects: list[list[Any]] = []
    for info, column in zip(schema.fields, columns, strict=True):
        if info.kind is Kind.OBJECT:
            place = f"{schema.name}.{info.name}"
            objects.append(write_all(column.tolist(), place))
        else:
            arrays.append(column.copy())
    return arrays, objects
