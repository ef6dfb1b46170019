"""How the package makes its values: classes with slots, which know their fields as dataclasses do.

The `dataclasses` of the standard library would do but for the start, where loading it and making some sixty classes
with it takes as long as checking a page: it imports `inspect` and compiles functions that most runs never call.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter, ge, gt, le, lt
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")
_MISSING: Any = object()


class Field:
    """What is special about a field; see `field`."""

    __slots__ = ("compare", "default", "default_factory", "init")

    def __init__(self, default: object, default_factory: Callable[[], object] | None, compare: bool, init: bool):
        self.default = default
        self.default_factory = default_factory
        self.compare = compare
        self.init = init


def field(
    *,
    default: Any = _MISSING,
    default_factory: Callable[[], Any] | None = None,
    compare: bool = True,
    init: bool = True,
) -> Any:
    """Return what stands for a field with a default that is made anew each time, or that does not `compare`.

    Without `init`, `__post_init__` sets the field, and none but it.
    """
    return Field(default, default_factory, compare, init)


@overload
def value(cls: type[T], /) -> type[T]: ...
@overload
def value(*, order: bool) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T] | None = None, /, *, order: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """Make a class a value: equal, with an equal hash, to one of the same class with equal fields.

    With `order`, values are also ordered by their fields, from the first on. `dataclasses.replace`, `fields` and
    `asdict` know the class. That no field is set later is left to the type checker: to refuse it would make setting the
    fields of each value take twice as long, and a long run makes millions.
    """
    if cls is None:
        return lambda cls: _compared(_made(cls), order)
    made: type[T] = _compared(_made(cls), order)
    return made


@dataclass_transform(field_specifiers=(field,))
def record(cls: type[T], /) -> type[T]:
    """Make a class with fields that may be set later; each is equal to itself alone."""
    return _made(cls)


def replace(old: T, /, **changes: Any) -> T:
    """Return a value like `old` but for some fields. `dataclasses.replace` does the same, and has to be loaded."""
    cls: Any = type(old)
    for name in cls.__slots__:
        if name not in changes:
            changes[name] = getattr(old, name)
    return cls(**changes)  # type: ignore[no-any-return]


def names_of(cls: type) -> tuple[str, ...]:
    """Return the names of the fields of a class that is made here, in order."""
    return tuple(cls.__slots__)  # type: ignore[attr-defined]


class _AsDataclass:
    """Tells the standard library that a class is a dataclass, and its fields, should it ever ask."""

    def __init__(self, fields: dict[str, Field]) -> None:
        self._fields = fields

    def __get__(self, instance: object, owner: type) -> dict[str, Any]:
        import dataclasses

        def known(each: Field) -> Any:
            given: dict[str, Any] = {"default": each.default} if each.default is not _MISSING else {}
            given |= {"default_factory": each.default_factory} if each.default_factory else {}
            return dataclasses.field(compare=each.compare, init=each.init, **given)

        named = [(name, Any, known(each)) for name, each in self._fields.items()]
        made: Any = dataclasses.make_dataclass(owner.__name__, named)
        return made.__dataclass_fields__  # type: ignore[no-any-return]


def _made(cls: type[T]) -> type[T]:
    """Return the class with its annotated names as slots, and what sets them."""
    fields: dict[str, Field] = {}
    members = dict(cls.__dict__)
    for name in cls.__annotations__:
        given = members.pop(name, _MISSING)
        fields[name] = given if isinstance(given, Field) else Field(given, None, True, True)
    for name in ("__dict__", "__weakref__"):
        members.pop(name, None)
    members["__slots__"] = tuple(fields)
    members["__match_args__"] = tuple(name for name, each in fields.items() if each.init)
    members["__dataclass_fields__"] = _AsDataclass(fields)

    def initialize(self: object, *args: object, **named: object) -> None:
        made.__init__ = _initializer(made, fields)  # when the first is made: most runs need only half of the classes
        made.__init__(self, *args, **named)

    members["__init__"] = initialize
    kind: Any = type(cls)
    made = kind(cls.__name__, cls.__bases__, members)
    return made  # type: ignore[no-any-return]


def _initializer(cls: type, fields: dict[str, Field]) -> Any:
    """Return the function that sets the fields of a class."""
    scope: dict[str, Any] = {"MISSING": _MISSING}
    parameters, lines = ["self"], []
    for name, each in fields.items():
        if not each.init:
            continue
        if each.default_factory:
            scope[f"make_{name}"] = each.default_factory
            parameters.append(f"{name}=MISSING")
            lines.append(f" self.{name} = make_{name}() if {name} is MISSING else {name}")
        elif each.default is _MISSING:
            parameters.append(name)
            lines.append(f" self.{name} = {name}")
        else:
            scope[f"default_{name}"] = each.default
            parameters.append(f"{name}=default_{name}")
            lines.append(f" self.{name} = {name}")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines or [" pass"]), scope)
    made = scope["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _compared(made: Any, order: bool) -> Any:
    """Give a class what makes its values equal, or ordered, by their fields."""
    fields: dict[str, Field] = made.__dict__["__dataclass_fields__"]._fields
    fields_of = attrgetter(*(name for name, each in fields.items() if each.compare))

    def equal(self: object, other: object) -> bool:
        return bool(fields_of(self) == fields_of(other)) if other.__class__ is made else NotImplemented

    def digest(self: object) -> int:
        return hash(fields_of(self))

    def shown(self: object) -> str:
        return f"{made.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in fields)})"

    made.__eq__, made.__hash__, made.__repr__ = equal, digest, shown
    if order:
        for compare in (lt, le, gt, ge):
            setattr(made, f"__{compare.__name__}__", _comparison(compare, made, fields_of))
    return made


def _comparison(
    compare: Callable[[Any, Any], Any], made: type, fields_of: attrgetter[Any]
) -> Callable[[Any, Any], Any]:
    def compared(self: object, other: object) -> Any:
        return compare(fields_of(self), fields_of(other)) if other.__class__ is made else NotImplemented

    return compared
