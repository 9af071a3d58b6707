"""A torch module as a hole."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Affine(nn.Module):
    """y = w x + b."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.bias = nn.Parameter(torch.zeros(()))

    def forward(self, x: Tensor) -> Tensor:
        """x: (batch, width) -> (batch,)."""
        return x @ self.weight + self.bias
