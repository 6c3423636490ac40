"""Are the `aws` commands of a shell script real, by botocore's models of the services?"""

import argparse
import json
import re
import shlex
from collections.abc import Iterator
from functools import partial
from itertools import groupby

import botocore.session
from botocore import xform_name
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationModel, Shape
from botocore.validate import ParamValidator

SERVICES = {"s3api": "s3", "deploy": "codedeploy", "configservice": "config"}
HIGH_LEVEL = {
    *("configure", "history", "login", "logout", "s3", "sso"),
    *("cloudformation deploy", "cloudformation package", "deploy push", "ecr get-login-password"),
    *("codeartifact login", "eks update-kubeconfig", "logs tail"),
}
GLOBAL_FLAGS = {"--debug", "--no-cli-pager", "--no-paginate", "--no-sign-request"}
GLOBAL_OPTIONS = {
    *("--ca-bundle", "--cli-binary-format", "--cli-connect-timeout", "--cli-input-json"),
    *("--cli-input-yaml", "--cli-read-timeout", "--color", "--endpoint-url", "--max-items"),
    *("--output", "--page-size", "--profile", "--query", "--region", "--starting-token"),
}
# Where the command line has other options than the model has parameters.
RENAMED = {
    "apigateway create-rest-api --version": "--api-version",
    "codepipeline get-pipeline --version": "--pipeline-version",
    "sns subscribe --endpoint": "--notification-endpoint",
    "stepfunctions send-task-success --output": "--task-output",
}
ADDED = {
    "cloudfront create-invalidation": ("--paths",),
    "ec2 run-instances": ("--count",),
    "lambda create-function": ("--zip-file",),
    "lambda publish-layer-version": ("--zip-file",),
}
REPLACED = {  # by those added
    "cloudfront create-invalidation --invalidation-batch",
    *("ec2 run-instances --min-count", "ec2 run-instances --max-count"),
    *("lambda create-function --code", "lambda publish-layer-version --content"),
}
ENDS = ";|&()<>\n"

_session = botocore.session.get_session()


def commands(script: str) -> Iterator[list[str]]:
    """The words of each `aws` command of a script, without `aws` itself."""
    script = script.replace("\\\n", " ")
    for inner in re.findall(r"\$\(([^()]*)\)", script):
        yield from commands(inner)
    plain = re.sub(r"\$\([^()]*\)", "value", script)
    lexer = shlex.shlex(plain, posix=True, punctuation_chars=ENDS)
    lexer.whitespace, lexer.whitespace_split = " \t", True
    for _, group in groupby(lexer, key=lambda word: bool(word) and set(word) <= set(ENDS)):
        words = list(group)
        while len(words) > 1 and re.fullmatch(r"\w+=.*|sudo", words[0]):
            del words[0]
        if words[0] == "aws":
            yield words[1:]


def problem(words: list[str]) -> str | None:
    """What is wrong with the command, if anything."""
    service, name = (*words, "", "")[:2]
    command, rest = f"{service} {name}", words[2:]
    if {service, command} & HIGH_LEVEL:
        return None
    try:
        if name == "wait":
            operation, rest = _waited_for(service, rest[0]), rest[1:]
        else:
            operation = _operation(service, name)
        needs_all = not any(word.startswith("--cli-input-") for word in rest)
        _Parser(operation, command, needs_all=needs_all).parse_args(rest)
    except (UnknownServiceError, LookupError):
        return f"aws {command}: no such operation"
    except argparse.ArgumentError as error:
        return f"aws {command}: {error}"
    return None


def _operation(service: str, name: str) -> OperationModel:
    model = _session.get_service_model(SERVICES.get(service, service))
    return model.operation_model({xform_name(o, "-"): o for o in model.operation_names}[name])


def _waited_for(service: str, name: str) -> OperationModel:
    """The operation that `aws … wait` asks again and again."""
    waiters = _session.get_waiter_model(SERVICES.get(service, service))
    waiter = {xform_name(w, "-"): w for w in waiters.waiter_names}[name]
    return _operation(service, xform_name(waiters.get_waiter(waiter).operation, "-"))


class _Parser(argparse.ArgumentParser):
    """Knows the options of one operation."""

    def __init__(self, operation: OperationModel, command: str, *, needs_all: bool) -> None:
        super().__init__(add_help=False, allow_abbrev=False, conflict_handler="resolve")
        for flag in GLOBAL_FLAGS:
            self.add_argument(flag, action="store_true")
        for option in GLOBAL_OPTIONS:
            self.add_argument(option)
        for option in ADDED.get(command, ()):
            self.add_argument(option, nargs="+")
        shape = operation.input_shape
        for member, inner in shape.members.items() if shape else ():
            option = "--" + xform_name(member, "-")
            is_needed = needs_all and member in shape.required_members
            is_needed &= not inner.metadata.get("idempotencyToken", False)
            is_needed &= f"{command} {option}" not in REPLACED
            self.add_option(RENAMED.get(f"{command} {option}", option), inner, is_needed)
        if operation.has_streaming_output:
            self.add_argument("outfile")

    def add_option(self, option: str, shape: Shape, is_needed: bool) -> None:
        if shape.type_name == "boolean":
            self.add_argument(option, required=is_needed, action=argparse.BooleanOptionalAction)
        else:
            nargs = "+" if shape.type_name == "list" else None
            value = partial(_value, shape)
            self.add_argument(option, required=is_needed, nargs=nargs, type=value)

    def error(self, message: str) -> None:
        raise argparse.ArgumentError(None, message)


def _value(shape: Shape, text: str) -> str:
    """The text, if the model allows it: JSON by its shape, the values of an enumeration."""
    if shape.type_name == "list" and not text.startswith("["):
        return _value(shape.member, text)
    if shape.type_name in {"list", "map", "structure"} and text[:1] in {"[", "{"}:
        report = ParamValidator().validate(_json(text), shape)
        if report.has_errors():
            raise argparse.ArgumentTypeError(report.generate_report())
    allowed = getattr(shape, "enum", [])
    if allowed and "$" not in text and text not in allowed:
        raise argparse.ArgumentTypeError(f"{text} is none of {', '.join(allowed)}")
    return text


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not JSON: {error}") from error
