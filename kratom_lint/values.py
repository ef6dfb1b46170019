"""How the package makes its values: dataclasses with slots that a type checker keeps anyone from changing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter, ge, gt, le, lt
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")


@overload
def value(cls: type[T], /) -> type[T]: ...
@overload
def value(*, order: bool) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T] | None = None, /, *, order: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class a value: equal, with an equal hash, to one of the same class with equal fields.

    With `order`, values are also ordered by their fields, from the first on. `dataclasses.replace` and
    `dataclasses.fields` know the class as a dataclass. A frozen dataclass with slots would do, but making one compiles
    six functions where this compiles one, four times as long, and setting the fields of each takes twice as long. A
    start makes some fifty such classes, and a long run millions of such values. That no field is set later is left to
    the type checker.
    """
    if cls is None:
        return lambda cls: _made(cls, order)
    return _made(cls, order)


def _made(cls: type[T], order: bool) -> type[T]:
    made: Any = dataclass(slots=True, eq=False, repr=False)(cls)
    fields_of = attrgetter(*(each.name for each in fields(made) if each.compare))

    def equal(self: T, other: object) -> bool:
        return bool(fields_of(self) == fields_of(other)) if other.__class__ is made else NotImplemented

    def digest(self: T) -> int:
        return hash(fields_of(self))

    def shown(self: T) -> str:
        return f"{cls.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in made.__slots__)})"

    made.__eq__, made.__hash__, made.__repr__ = equal, digest, shown
    if order:
        for compare in (lt, le, gt, ge):
            setattr(made, f"__{compare.__name__}__", _compared(compare, made, fields_of))
    return made  # type: ignore[no-any-return]


def _compared(compare: Callable[[Any, Any], Any], made: type, fields_of: attrgetter[Any]) -> Callable[[Any, Any], Any]:
    def compared(self: object, other: object) -> Any:
        return compare(fields_of(self), fields_of(other)) if other.__class__ is made else NotImplemented

    return compared
