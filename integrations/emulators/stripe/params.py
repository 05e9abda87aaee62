"""Forms checked against stripe-python's own description of each call: a wrong one is refused here too."""

import re
import types
import typing
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import import_module
from typing import Any, Literal, Union, get_args, get_origin
from urllib.parse import parse_qsl

from integrations.emulators.stripe.refusal import Refusal

Tree = dict[str, Any]


def decode(body: str) -> Tree:
    """`a[b][0]=c` to `{"a": {"b": {"0": "c"}}}`; lists are told apart from maps when types are known."""
    tree: Tree = {}
    for key, value in parse_qsl(body, keep_blank_values=True):
        first, *rest = re.findall(r"[^\[\]]+", key) or [key]
        node = tree
        for part in [first, *rest][:-1]:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise Refusal(f"Invalid object: {first}", param=first)
        last = [first, *rest][-1]
        node[last if not key.endswith("[]") else str(len(node))] = value
    return tree


def check(tree: Tree, spec: str) -> Tree:
    """`spec` names a TypedDict of stripe.params, such as `checkout.SessionCreateParams`."""
    module, _, name = f"stripe.params.{spec}".rpartition(".")
    return _object(tree, getattr(import_module(module), name), "")


@cache
def _fields(shape: type) -> dict[str, Any]:
    from stripe._request_options import RequestOptions

    own = {
        name: hint for name, hint in shape.__annotations__.items() if name not in RequestOptions.__annotations__
    }
    module = vars(import_module(shape.__module__))
    return typing.get_type_hints(types.SimpleNamespace(__annotations__=own), module)


def _object(tree: Any, shape: Any, path: str) -> Tree:
    if not isinstance(tree, dict):
        raise Refusal(f"Invalid object: {path}", param=path)
    fields = _fields(shape)
    for name in tree:
        if name not in fields:
            param = _join(path, name)
            raise Refusal(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)
    for name in shape.__required_keys__ & fields.keys():
        if name not in tree:
            param = _join(path, name)
            raise Refusal(f"Missing required param: {param}.", code="parameter_missing", param=param)
    return {name: _value(value, fields[name], _join(path, name)) for name, value in tree.items()}


def _value(value: Any, hint: Any, path: str) -> Any:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return _one_of(value, get_args(hint), path)
    if origin is Literal:
        return _literal(value, get_args(hint), path)
    if origin is list:
        return _list(value, get_args(hint)[0], path)
    # the SDK takes an object of its own for a map, too
    if origin is dict or getattr(origin, "__name__", "") == "UntypedStripeObject":
        return _map(value, path)
    if typing.is_typeddict(hint) or hasattr(hint, "__required_keys__"):
        return _object(value, hint, path)
    return _scalar(value, hint, path)


def _one_of(value: Any, hints: tuple[Any, ...], path: str) -> Any:
    literals = [choice for hint in hints if get_origin(hint) is Literal for choice in get_args(hint)]
    if value in literals:
        return value
    refused: Refusal | None = None
    for hint in hints:
        # The SDK leaves enumerations open with `| str`; the API itself does not.
        if get_origin(hint) is Literal or (literals and hint is str):
            continue
        try:
            return _value(value, hint, path)
        except Refusal as refusal:
            refused = refused or refusal
    raise refused or Refusal(f"Invalid {path}: must be one of {', '.join(literals)}", param=path)


def _literal(value: Any, choices: tuple[Any, ...], path: str) -> Any:
    if value not in choices:
        words = ", ".join(str(choice) for choice in choices)
        raise Refusal(f"Invalid {path}: must be one of {words}", param=path)
    return value


def _list(value: Any, hint: Any, path: str) -> list[Any]:
    if not isinstance(value, dict) or not all(key.isdigit() for key in value):
        raise Refusal(f"Invalid array: {path}", param=path)
    return [_value(value[key], hint, f"{path}[{key}]") for key in sorted(value, key=int)]


def _map(value: Any, path: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise Refusal(f"Invalid {path}: must be a hash of strings", param=path)
    if len(value) > 50 or any(len(key) > 40 or len(item) > 500 for key, item in value.items()):
        raise Refusal(f"{path}: at most 50 keys of 40 characters with values of 500", param=path)
    return value


def _scalar(value: Any, hint: Any, path: str) -> Any:
    if not isinstance(value, str):
        raise Refusal(f"Invalid string: {path}", param=path)
    if hint is bool:
        if value not in {"true", "false"}:
            raise Refusal(f"Invalid boolean: {value}", param=path)
        return value == "true"
    if hint is int:
        if not re.fullmatch(r"-?\d{1,15}", value):
            raise Refusal(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path)
        return int(value)
    if hint in {Decimal, float}:
        try:
            return float(Decimal(value))
        except InvalidOperation:
            raise Refusal(f"Invalid decimal: {value}", param=path) from None
    return value


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name
