"""What the digits demo says: its table, and the claims that must hold.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

CHANCE = 0.1  # ten digits, about equally often


def percent(accuracy: float) -> str:
    return f"{100 * accuracy:.1f} %"


def unstable(policy: str, same: int, runs: int) -> str:
    """Explains locked runs here that were not those of the unlocked model."""
    text = f"demo: policy {policy}: {same} of {runs} runs here gave the right result"
    if policy == "garbage":
        text += (
            "\ndemo: this policy stores nothing that could correct a measurement, so"
            "\ndemo: the CPU must measure exactly the same every time; on this machine"
            "\ndemo: it does not (see 'hwlock doctor'). Use the policy error here."
        )
    return text


def table(figures: dict, images: int, windows: int) -> str:
    foreign, wrong = figures["foreign"], figures["wrong_keys"]
    here = percent(figures["authorised_accuracy"])
    here += ", same bits" if figures["bit_identical"] else ", bits differ"
    found = str(figures["plaintext_windows_found"])
    rows = [
        (f"accuracy on {images} held-out digits", "policy error", "policy garbage"),
        ("not locked, in PyTorch", percent(figures["reference_accuracy"]), ""),
        ("locked, on this machine", here, here),
        (
            f"locked, on another CPU ({foreign['cpu']})",
            f"refused, exit code {foreign['error_exit_code']}",
            percent(foreign["garbage_accuracy"]),
        ),
        (
            f"locked, {wrong['n']} wrong keys",
            "",
            f"{percent(wrong['mean_accuracy'])}, "
            f"at best {percent(wrong['max_accuracy'])}",
        ),
        (f"weights readable in the file (of {windows} pieces)", found, found),
    ]
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = [
        "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows
    ]
    lines.insert(1, "-" * (sum(widths) + 4))
    lines.append(
        f"\nLocking took {figures['lock_ms']:.0f} ms; measuring this machine and "
        f"unwrapping the key takes {figures['open_ms']:.0f} ms."
    )
    return "\n".join(lines)


def nan_note(with_nan: int, count: int) -> str:
    """Says how a wrong key shows itself, which the accuracy hides."""
    if with_nan:
        return (
            f"With {with_nan} of {count} wrong keys some scores are not numbers, which"
            "\ncounts as the digit 0: one run tells that the key was wrong."
        )
    return (
        f"All scores of all {count} wrong keys are numbers: the chain pretransform,aes"
        "\nmakes of every key weights that look like weights. The model is destroyed; what"
        "\nstill tells a wrong key from the right one is in docs/Evaluation.md."
    )


def broken_claims(figures: dict) -> list[str]:
    """What the demo claims and did not show."""
    foreign, wrong = figures["foreign"], figures["wrong_keys"]
    accurate = figures["authorised_accuracy"] == figures["reference_accuracy"]
    claims = {
        "locked and unlocked compute the same bits here": figures["bit_identical"],
        "locked here is as accurate as the original": accurate,
        "policy error refuses another CPU": foreign["error_exit_code"] == 3,
        "policy garbage gives chance on another CPU": foreign["garbage_accuracy"]
        < 3 * CHANCE,
        "wrong keys give chance": abs(wrong["mean_accuracy"] - CHANCE) < CHANCE / 5,
        "no wrong key gives a useful model": wrong["max_accuracy"] < 3 * CHANCE,
        "no weight is readable in a file": figures["plaintext_windows_found"] == 0,
    }
    return [claim for claim, holds in claims.items() if not holds]
