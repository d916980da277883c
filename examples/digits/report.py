"""What the digits demo says: the table, and the claims that must hold.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

CHANCE = 0.1  # ten digits, about equally often


def percent(accuracy: float) -> str:
    return f"{100 * accuracy:.1f} %"


def table(report: dict, windows: int) -> str:
    foreign, wrong = report["foreign"], report["wrong_keys"]
    here = percent(report["authorised_accuracy"])
    if report["bit_identical"]:
        here += ", bit-identical"
    rows = (
        ("accuracy on 450 held-out digits", "policy error", "policy garbage"),
        ("not locked, in PyTorch", percent(report["reference_accuracy"]), ""),
        ("locked, on this machine", here, here),
        (
            f"locked, on another CPU ({foreign['cpu']})",
            f"refused, exit code {foreign['error_exit_code']}",
            percent(foreign["garbage_accuracy"]),
        ),
        (
            f"locked, {wrong['n']} wrong keys: mean, best",
            "",
            f"{percent(wrong['mean_accuracy'])}, {percent(wrong['max_accuracy'])}",
        ),
        (
            f"pieces of weights in the clear, of {windows:,}",
            *2 * (str(report["plaintext_windows_found"]),),
        ),
    )
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * (sum(widths) + 4))
    lines.append("")
    lines.append(
        f"Locking took {report['lock_ms']:.0f} ms, "
        f"measuring this machine and unwrapping the key {report['open_ms']:.1f} ms."
    )
    return "\n".join(lines)


def broken_claims(report: dict) -> list[str]:
    """What the demo claims and did not show."""
    foreign, wrong = report["foreign"], report["wrong_keys"]
    claims = {
        "the locked model computes here exactly what the unlocked one does": report[
            "bit_identical"
        ],
        "the locked model is as accurate here as the original": report[
            "authorised_accuracy"
        ]
        == report["reference_accuracy"],
        "policy error refuses another CPU with exit code 3": foreign[
            "error_exit_code"
        ]
        == 3,
        "policy garbage gives chance on another CPU": foreign["garbage_accuracy"]
        < 3 * CHANCE,
        "wrong keys give chance": abs(wrong["mean_accuracy"] - CHANCE) < 0.02,
        "no wrong key gives a useful model": wrong["max_accuracy"] < 3 * CHANCE,
        "no weight lies in the clear": report["plaintext_windows_found"] == 0,
    }
    return [claim for claim, holds in claims.items() if not holds]
