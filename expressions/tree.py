"""The checked tree of an expression, for whoever has to reason about it instead of evaluating it.

The library that evaluates offers no walk over its tree but hands it out in CEL's public format,
`cel.expr.CheckedExpr` (google/cel-spec, `proto/cel/expr/checked.proto` and `syntax.proto`). The few of its
messages that a tree consists of are described here by their field numbers, which that format never changes.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, message_factory

from expressions.compile import Expression


@dataclass(frozen=True, slots=True)
class Constant:
    value: bool | int | str


@dataclass(frozen=True, slots=True)
class Variable:
    """With its dots: `answers.married`, `given.mother.mobile`, `today`."""

    name: str


@dataclass(frozen=True, slots=True)
class ListOf:
    elements: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """`function` as CEL names its operators: `_&&_`, `!_`, `_==_`, `@in`, `_?_:_`; or a function's name.

    The target of a method is its first argument.
    """

    function: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Something that no rule here speaks of: a loop, a map, a number with a point."""

    what: str


Node = Constant | Variable | ListOf | Call | Other


def tree_of(expression: Expression) -> Node:
    checked = _message("CheckedExpr").FromString(any_pb2.Any.FromString(expression.serialized()).value)
    names = {each.key: each.value.name for each in checked.reference_map if not each.value.overload_id}
    return _node(checked.expr, names)


def _node(expr: Any, names: dict[int, str]) -> Node:
    if name := names.get(expr.id):
        return Variable(name)
    kind = expr.WhichOneof("kind")
    if kind == "const_expr":
        return _constant(expr.const_expr)
    if kind == "call_expr":
        call = expr.call_expr
        target = [_node(call.target, names)] if call.HasField("target") else []
        return Call(call.function, tuple(target + [_node(each, names) for each in call.args]))
    if kind == "list_expr":
        return ListOf(tuple(_node(each, names) for each in expr.list_expr.elements))
    return Other(kind or "nothing")


def _constant(constant: Any) -> Node:
    kind = constant.WhichOneof("kind")
    if kind in ("bool_value", "int64_value", "string_value"):
        return Constant(getattr(constant, kind))
    return Other(kind or "nothing")


# Field numbers of the messages above: name, number, type; a `*` repeats, a `|` is one of the alternatives.
_MESSAGES: dict[str, tuple[tuple[str, int, str], ...]] = {
    "Constant": (
        ("null_value", 1, "|int32"),
        ("bool_value", 2, "|bool"),
        ("int64_value", 3, "|int64"),
        ("uint64_value", 4, "|uint64"),
        ("double_value", 5, "|double"),
        ("string_value", 6, "|string"),
        ("bytes_value", 7, "|bytes"),
    ),
    "Ident": (("name", 1, "string"),),
    "Select": (("operand", 1, "Expr"), ("field", 2, "string"), ("test_only", 3, "bool")),
    "Call": (("target", 1, "Expr"), ("function", 2, "string"), ("args", 3, "*Expr")),
    "CreateList": (("elements", 1, "*Expr"),),
    "CreateStruct": (("message_name", 1, "string"),),
    "Comprehension": (("iter_var", 1, "string"),),
    "Expr": (
        ("id", 2, "int64"),
        ("const_expr", 3, "|Constant"),
        ("ident_expr", 4, "|Ident"),
        ("select_expr", 5, "|Select"),
        ("call_expr", 6, "|Call"),
        ("list_expr", 7, "|CreateList"),
        ("struct_expr", 8, "|CreateStruct"),
        ("comprehension_expr", 9, "|Comprehension"),
    ),
    "Reference": (("name", 1, "string"), ("overload_id", 3, "*string")),
    "ReferenceEntry": (("key", 1, "int64"), ("value", 2, "Reference")),
    "CheckedExpr": (("reference_map", 2, "*ReferenceEntry"), ("expr", 4, "Expr")),
}
_SCALARS = {
    "bool": descriptor_pb2.FieldDescriptorProto.TYPE_BOOL,
    "bytes": descriptor_pb2.FieldDescriptorProto.TYPE_BYTES,
    "double": descriptor_pb2.FieldDescriptorProto.TYPE_DOUBLE,
    "int32": descriptor_pb2.FieldDescriptorProto.TYPE_INT32,
    "int64": descriptor_pb2.FieldDescriptorProto.TYPE_INT64,
    "string": descriptor_pb2.FieldDescriptorProto.TYPE_STRING,
    "uint64": descriptor_pb2.FieldDescriptorProto.TYPE_UINT64,
}
_PACKAGE = "onematter.tree"


@lru_cache
def _message(name: str) -> Any:
    return message_factory.GetMessageClass(_pool().FindMessageTypeByName(f"{_PACKAGE}.{name}"))


@lru_cache
def _pool() -> descriptor_pool.DescriptorPool:
    file = descriptor_pb2.FileDescriptorProto(name="tree.proto", package=_PACKAGE, syntax="proto3")
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field_name, number, field_type in fields:
            _add_field(message, field_name, number=number, field_type=field_type)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool


def _add_field(message: descriptor_pb2.DescriptorProto, name: str, *, number: int, field_type: str) -> None:
    bare = field_type.lstrip("*|")
    field = message.field.add(name=name, number=number)
    field.label = field.LABEL_REPEATED if field_type.startswith("*") else field.LABEL_OPTIONAL
    if bare in _SCALARS:
        field.type = _SCALARS[bare]
    else:
        field.type = field.TYPE_MESSAGE
        field.type_name = f".{_PACKAGE}.{bare}"
    if field_type.startswith("|"):
        if not message.oneof_decl:
            message.oneof_decl.add(name="kind")
        field.oneof_index = 0
