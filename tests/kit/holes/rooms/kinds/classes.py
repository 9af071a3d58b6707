"""Methods and classes as holes: super(), private names, descriptors, records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar


def tag(name: str):
    def mark(function):
        function.tag = name
        return function

    return mark


class Base:
    kinds: ClassVar[list[type]] = []

    def __init_subclass__(cls) -> None:
        Base.kinds.append(cls)

    def __init__(self) -> None:
        self.__secret = 1

    def value(self) -> float:
        return self.__secret + 1.0


class Child(Base):
    """A child of Base."""

    def __init__(self) -> None:
        super().__init__()
        self.__secret = 10
        self._width = 3.0

    @tag("reference")
    def value(self, scale: float = 1.0) -> float:
        """The parent's value and the child's own secret."""
        return scale * (super().value() + self.__secret)

    def owner(self) -> type:
        return __class__

    @property
    def width(self) -> float:
        """The width."""
        return self._width

    @width.setter
    def width(self, width: float) -> None:
        self._width = width

    @staticmethod
    def shout(text: str) -> str:
        return text.upper()

    @classmethod
    def made(cls) -> Child:
        return cls()

    class Inner:
        def depth(self) -> int:
            return 2


@dataclass(frozen=True)
class Point:
    """A point of the plane."""

    x: float
    y: float
    names: list[str] = field(default_factory=list)


class Stack:
    """Last in, first out."""

    def __init__(self) -> None:
        self.items: list[int] = []

    def push(self, item: int) -> None:
        """Put one on top."""
        self.items.append(item)

    def pop(self) -> int:
        """Take the top one."""
        return self.items.pop()
