"""The attacks by name, tier by tier.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import dataclasses
from collections.abc import Callable, Iterator

from hwlock.attacks import formats, mixed, rotated, toolkits
from hwlock.attacks.equalisation import equalise
from hwlock.attacks.layers import Layers
from hwlock.attacks.repaired import repaired
from hwlock.attacks.rows import Array
from hwlock.attacks.study import Candidate, Study
from hwlock.attacks.toolkits import Method, weights_in, with_integer_inputs


@dataclasses.dataclass(frozen=True)
class Attack:
    """A way to run a model on cheaper hardware."""

    name: str
    #: "T0": formats and pruning as they are. "T1": what toolkits do. "T2": the same after
    #: a repair. "mixed": int8 with some layers left in float32. "wide": formats that are
    #: nearly float32.
    tier: str
    #: What is rounded: "weights", or "weights and inputs".
    rounds: str
    method: Method
    #: Which models it is an attack of its own on.
    suits: Callable[[Layers], bool] = lambda layers: True

    def apply(self, study: Study) -> Candidate:
        return self.method(study)


def _naive() -> list[Attack]:
    per_tensor = weights_in(formats.int_per_tensor)
    weights = {
        "int8 per channel": toolkits.nearest(),
        "int4 in groups of 32": weights_in(lambda rows: formats.int_groups(rows, 4, 32)),
        "fp8 e4m3": weights_in(formats.float8_e4m3),
        "prune 20 %": weights_in(lambda rows: formats.prune(rows, 0.2)),
        "prune 50 %": weights_in(lambda rows: formats.prune(rows, 0.5)),
        "prune 80 %": weights_in(lambda rows: formats.prune(rows, 0.8)),
        "2:4": weights_in(formats.prune_2_of_4),
    }
    both = {
        "int8 per tensor": with_integer_inputs(per_tensor),
        "int8 per channel": with_integer_inputs(toolkits.nearest()),
        "fp16": weights_in(formats.float16, "f16"),
        "bf16": weights_in(formats.bfloat16, "bf16"),
        "fp16 autocast": weights_in(formats.float16, "f16-autocast"),
        "bf16 autocast": weights_in(formats.bfloat16, "bf16-autocast"),
    }
    return [
        *(Attack(name, "T0", "weights and inputs", method) for name, method in both.items()),
        *(Attack(name, "T0", "weights", method) for name, method in weights.items()),
    ]


_TOOLKITS: dict[str, Callable[[], Method]] = {
    "nearest": toolkits.nearest,
    "bias correction": toolkits.nearest_with_corrected_bias,
    "least squares": toolkits.least_squares,
    "percentile": toolkits.percentile,
    "GPTQ": toolkits.gptq_method,
    "AWQ": toolkits.awq_method,
    "AdaRound": toolkits.adaround_method,
}


#: To nearest, by what is rounded.
_NEAREST: tuple[tuple[str, Method], ...] = (
    ("weights and inputs", with_integer_inputs(toolkits.nearest())),
    ("weights", toolkits.nearest()),
)


#: From a study to the constants that change.
_Preparation = Callable[[Study], dict[str, Array]]


def _after(name: str, prepare: _Preparation, method: Method) -> Method:
    """`method` on the model that a preparation gives."""

    def both(study: Study) -> Candidate:
        if name not in study.prepared:
            found = prepare(study)
            study.prepared[name] = (found, study.changed(found) if found else study)
        changed, after = study.prepared[name]
        made = method(after)
        return dataclasses.replace(made, constants={**changed, **made.constants})

    return both


def _after_equalisation(method: Method) -> Method:
    return _after("CLE", lambda study: equalise(study.layers, study.weights), method)


def _pairs(prefix: str, prepare: Callable[[Method], Method]) -> Iterator[Attack]:
    """All of T1 after a preparation; two attacks that share weights beside each other."""
    both, alone = "weights and inputs", "weights"
    for name, make in _TOOLKITS.items():
        if not prefix and name == "nearest":
            continue  # in T0
        method = toolkits.kept(make())
        yield Attack(prefix + name, "T1", both, prepare(with_integer_inputs(method)))
        yield Attack(prefix + name, "T1", alone, prepare(method))
    yield Attack(f"{prefix}SmoothQuant", "T1", both, prepare(toolkits.smooth_quant()))
    method = toolkits.kept(toolkits.llm_int8())
    yield Attack(f"{prefix}LLM.int8()", "T1", both, prepare(toolkits.with_grids(method)))
    yield Attack(f"{prefix}LLM.int8()", "T1", alone, prepare(method))
    yield Attack(f"{prefix}SpQR", "T1", alone, prepare(toolkits.spqr_method()))
    for name, quantise in (("rotation", rotated.nearest), ("rotation, GPTQ", rotated.compensated)):
        method = toolkits.kept(rotated.rotated(quantise))
        yield Attack(f"{prefix}{name}", "T1", both, prepare(method))
        yield Attack(f"{prefix}{name}", "T1", alone, prepare(rotated.turned_back(method)))


def _linear(prefix: str, prepare: Callable[[Method], Method]) -> Iterator[Attack]:
    """Formats in linear layers alone, as toolkits take them that look for nn.Linear."""
    full = weights_in(formats.int_full_range)
    groups = weights_in(lambda rows: formats.int_full_range(rows, 4, 32))
    for name, rounds, method in (
        *(("int8", rounds, method) for rounds, method in _NEAREST),
        ("int8, full range", "weights and inputs", with_integer_inputs(full)),
        ("int8, full range", "weights", full),
        ("int4 in groups of 32", "weights", groups),
    ):
        linear = prepare(mixed.but(method, mixed.convolutions))
        yield Attack(f"{prefix}linear layers, {name}", "T1", rounds, linear, mixed.has_both_kinds)


def _mixed(prefix: str, prepare: Callable[[Method], Method]) -> Iterator[Attack]:
    """Nearest, but in some layers."""
    choices = {"first and last": mixed.ends, "most sensitive": mixed.most_sensitive()}
    for name, choose in choices.items():
        for rounds, method in _NEAREST:
            yield Attack(f"{prefix}but {name}", "mixed", rounds, prepare(mixed.but(method, choose)))


def _with_and_without_equalisation(
    part: Callable[[str, Callable[[Method], Method]], Iterator[Attack]],
) -> list[Attack]:
    preparations = (("", lambda method: method), ("CLE, ", _after_equalisation))
    return [attack for prefix, prepare in preparations for attack in part(prefix, prepare)]


def _repaired(attacks: list[Attack]) -> list[Attack]:
    """The same after all repairs."""
    return [
        dataclasses.replace(
            attack,
            name=f"repaired, {attack.name}",
            tier="T2",
            method=_after("repaired", repaired, attack.method),
        )
        for attack in attacks
    ]


#: Formats that no soft lock of hwlock claims to withstand, since they keep too much.
WIDE: tuple[Attack, ...] = (
    Attack("tf32", "wide", "weights and inputs", weights_in(formats.tensorfloat32, "tf32")),
)

#: Some layers stay float32, which soft locks make nobody spare altogether.
MIXED: tuple[Attack, ...] = tuple(_with_and_without_equalisation(_mixed))

#: Tiers T0 and T1.
ATTACKS: tuple[Attack, ...] = (
    *_naive(),
    *_with_and_without_equalisation(_pairs),
    *_with_and_without_equalisation(_linear),
)

#: Tier T2: repairs first, then those.
REPAIRED: tuple[Attack, ...] = tuple(_repaired(list(ATTACKS)))
