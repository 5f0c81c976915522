"""An attribute that is worked out when it is first asked for.

As `functools.cached_property` is from Python 3.12 on: until then that one takes a lock, which costs more than most of
what is kept here. Two threads that ask at the same moment both work it out, and get the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class once(Generic[T]):  # noqa: N801  # a decorator
    """Decorates a method without arguments, of a class whose objects have a `__dict__`."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, one: None, kind: type) -> once[T]: ...
    @overload
    def __get__(self, one: object, kind: type) -> T: ...
    def __get__(self, one: object | None, kind: type) -> once[T] | T:
        """Work it out, and put it where it is found first from now on."""
        if one is None:
            return self
        found = one.__dict__[self._name] = self._make(one)
        return found
