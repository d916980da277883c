"""Tier T2: undoes channels in pairs, of which one is the other with its sign changed.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

relu(u) - relu(-u) is u. So where a layer makes u and -u, and one layer reads both with
opposite weights, nothing but a linear function of the first layer's inputs is read: a
matrix, whatever u was made of. The same holds for GELU (Hendrycks and Gimpel, "Gaussian
Error Linear Units", arXiv 1606.08415) and SiLU (Elfwing et al., "Sigmoid-Weighted Linear
Units", arXiv 1702.03118).
"""

import dataclasses
from collections.abc import Iterator

import numpy as np

from hwlock.attacks.channel_nodes import WINDOW, unshared
from hwlock.attacks.layers import Layer
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Study
from hwlock.attacks.verified import Change, Verifier

#: How far rows, and columns, of a pair may be from opposite, relative to their size.
ROWS, COLUMNS = 1e-6, 1e-3
#: How far a share of a channel may be from none or all of it.
SHARE = 0.1


@dataclasses.dataclass
class _Between:
    """Channels between two layers, in float64."""

    #: What makes each: [channels, inputs and bias].
    rows: Array
    #: What reads each: [channels, outputs of a group and taps].
    columns: Array
    pairs: list[tuple[int, int]]


def without_opposites(study: Study) -> dict[str, Array]:
    """Two layers that are nothing but pairs become those of the product and its negative;
    where there are other channels, the pairs go, and channels that they had turned to
    their negative are turned back."""
    found: dict[str, Array] = {}
    for writer, reader in _next_to_each_other(study):
        # A layer may read one stream and write another.
        after = study.changed(found) if found else study
        change = _undone(after, writer, reader)
        if change is not None and Verifier(after).leaves(change):
            found |= change
    return found


def _next_to_each_other(study: Study) -> Iterator[tuple[Layer, Layer]]:
    """Layers that may make and read the same channels: streams say so, and shapes behind
    what is no stream, such as GELU."""
    layers = study.layers.layers
    writers: set[int] = set()
    readers: set[int] = set()
    for stream in study.layers.streams:
        writers |= set(stream.writers)
        readers |= {reader.layer for reader in stream.readers}
        if not len(stream.writers) == len(stream.readers) == stream.readers[0].stride == 1:
            continue
        writer, reader = layers[stream.writers[0]], layers[stream.readers[0].layer]
        if all(name == writer.bias for name in stream.biases):
            yield writer, reader
    free = unshared(study)
    for last in sorted(set(free) - readers):
        inputs = study.rows(layers[last]).shape[1]
        for first in sorted(set(free) - writers):
            if last - WINDOW <= first < last and len(study.rows(layers[first])) == inputs:
                yield layers[first], layers[last]


def _undone(study: Study, writer: Layer, reader: Layer) -> Change | None:
    between = _between(study, writer, reader)
    if between is None or not between.pairs:
        return None
    outputs = len(reader.by_input(study.rows(reader)))
    whole = 2 * len(between.pairs) == len(between.rows)
    if whole and between.columns.shape[1] == outputs:
        rows, columns = _of_product(between, outputs)
    elif not whole and reader.groups == 1:
        turned = _turned(between)
        if turned is None:
            return None
        rows, columns = turned
    else:
        return None
    return _changed(study, writer, reader, rows, columns)


def _between(study: Study, writer: Layer, reader: Layer) -> _Between | None:
    rows = study.rows(writer).astype(np.float64)
    rows = rows.reshape(len(rows), -1)
    if writer.bias is not None:
        bias = study.weight(writer.bias).astype(np.float64).reshape(-1)
        if len(bias) != len(rows):
            return None
        rows = np.concatenate([rows, bias[:, None]], 1)
    read = reader.by_input(study.rows(reader)).astype(np.float64)
    if read.shape[1] != len(rows) or writer.groups > 1:
        return None
    columns = read.transpose(1, 0, 2).reshape(len(rows), -1)
    return _Between(rows, columns, _pairs(rows, columns))


def _pairs(rows: Array, columns: Array) -> list[tuple[int, int]]:
    """Channels that are opposite to each other, up to a factor, in what makes them and,
    divided by it, in what reads them."""
    sizes = np.maximum(np.linalg.norm(rows, axis=1), 1e-300)
    directions = rows / sizes[:, None]
    found: list[tuple[int, int]] = []
    taken: set[int] = set()
    for first, cosines in enumerate(directions @ directions.T):
        second = int(np.argmin(cosines))
        if second <= first or {first, second} & taken or cosines[second] > -1 + ROWS:
            continue
        weighted = columns[first] * sizes[first], columns[second] * sizes[second]
        if np.linalg.norm(sum(weighted)) > COLUMNS * np.linalg.norm(weighted[0]):
            continue
        found.append((first, second))
        taken |= {first, second}
    return found


def _linear(between: _Between) -> Array:
    """What the reader gets of all pairs: [its outputs and taps, inputs and bias]."""
    first = [pair[0] for pair in between.pairs]
    return between.columns[first].T @ between.rows[first]


def _of_product(between: _Between, outputs: int) -> tuple[Array, Array]:
    """Pairs of the outputs themselves. A reader in groups reads the pairs of each."""
    rows, columns = np.zeros_like(between.rows), np.zeros_like(between.columns)
    groups = len(rows) // (2 * outputs)
    for group in range(groups):
        inside = range(2 * outputs * group, 2 * outputs * (group + 1))
        pairs = [pair for pair in between.pairs if pair[0] in inside]
        part = dataclasses.replace(between, pairs=pairs)
        for output, (row, (first, second)) in enumerate(zip(_linear(part), pairs, strict=False)):
            rows[first], rows[second] = row, -row
            columns[first, output], columns[second, output] = 1, -1
    return rows, columns


def _turned(between: _Between) -> tuple[Array, Array] | None:
    """Without pairs. s(-z) + z is s(z) for ReLU, GELU and SiLU: which channels z the pairs give is which
    products of a row and a column their linear function is the sum of."""
    paired = {channel for pair in between.pairs for channel in pair}
    others = [channel for channel in range(len(between.rows)) if channel not in paired]
    rows, columns = between.rows[others], between.columns[others]
    gram = (rows @ rows.T) * (columns @ columns.T)
    products = -np.einsum("co,oi,ci->c", columns, _linear(between), rows)
    shares = np.linalg.lstsq(gram, products, rcond=1e-12)[0]
    turned = np.rint(shares)
    if np.any(np.abs(shares - turned) > SHARE) or not set(turned) <= {0.0, 1.0}:
        return None
    new_rows, new_columns = np.zeros_like(between.rows), np.zeros_like(between.columns)
    new_rows[others] = np.where(turned[:, None] == 1, -rows, rows)
    new_columns[others] = columns
    return new_rows, new_columns


def _changed(study: Study, writer: Layer, reader: Layer, rows: Array, columns: Array) -> Change:
    shape = study.weight(reader.weight).shape
    read = reader.by_input(study.rows(reader)).shape
    back = reader.from_input(columns.reshape(read[1], read[0], read[2]).transpose(1, 0, 2))
    change = {reader.weight: reader.unrows(back, shape)}
    if writer.bias is not None:
        bias = study.weight(writer.bias)
        change[writer.bias] = rows[:, -1].astype(np.float32).reshape(bias.shape)
        rows = rows[:, :-1]
    made = rows.reshape(study.rows(writer).shape)
    return {**change, writer.weight: writer.unrows(made, study.weight(writer.weight).shape)}
