"""Makes the command line from the list of verbs: one command per verb, one option per parameter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from floodwatch.centre.verbs import VERBS
from floodwatch.model.units import Parameter, Verb

CENTRE = click.Option(["--centre"], metavar="FOLDER", help="The centre; the current folder when not given.")
CASE = click.Option(["--case"], default="main", show_default=True, metavar="NAME", help="The case.")
TALK: tuple[click.Option, ...] = (
    click.Option(["--json", "as_json"], is_flag=True, help="Print the result as JSON on standard output."),
    click.Option(["--quiet", "-q"], is_flag=True, help="Print nothing but errors (and JSON)."),
    click.Option(["--verbose", "-v"], is_flag=True, help="Say every step."),
    click.Option(["--debug"], is_flag=True, help="Show queries and the traceback of an unexpected error."),
)
OWN = {"centre", "case", "as_json", "quiet", "verbose", "debug"}


class Verbs(click.Group):
    """The `floodwatch` command: its subcommands in the order of the list of verbs."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Names in the order of the work, not of the alphabet."""
        return [verb.name for verb in VERBS]


def program() -> click.Group:
    """The whole command line."""
    help_text = "Coordinated behaviour in files of posts: who moves together, and how likely chance was."
    version = click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print it."
    )
    completion = click.Option(
        ["--completion"],
        type=click.Choice(["bash", "zsh", "fish"]),
        is_eager=True,
        expose_value=False,
        callback=_completion,
        help="Print the script that completes commands in a shell.",
    )
    names = {"help_option_names": ["--help", "-h"]}
    commands = [command(verb) for verb in VERBS]
    group = Verbs("floodwatch", commands=commands, help=help_text, context_settings=names)
    group.params = [version, completion]
    return group


def command(verb: Verb) -> click.Command:
    """The command of one verb."""
    places = {"case": [CENTRE, CASE], "centre": [CENTRE], "nothing": []}[verb.on]
    parameters = [argument(p) if p.positional else option(p) for p in verb.parameters]
    arguments = [p for p in parameters if isinstance(p, click.Argument)]
    decides = any(p.name in ("undo", "casebook") for p in verb.parameters)
    for later in arguments if decides else arguments[1:]:
        later.required = False  # what it is for is said by the one before, or something else is asked for

    def run(**given: Any) -> int:
        from floodwatch.cli.run import run as act

        return act(verb, {k: given.pop(k) for k in OWN & set(given)}, asked(given))

    return click.Command(
        verb.name,
        params=[*parameters, *places, *TALK],
        help=_described(verb),
        short_help=verb.description,
        callback=run,
        no_args_is_help=any(isinstance(p, click.Argument) and p.required for p in parameters),
    )


def needed(parameter: Parameter) -> bool:
    """Whether the user must give it: a positional list that is empty otherwise."""
    return parameter.positional and parameter.default == ()


def argument(parameter: Parameter) -> click.Argument:
    """A positional parameter."""
    many = isinstance(parameter.default, tuple)
    return click.Argument([parameter.name], nargs=-1 if many else 1, required=needed(parameter))


def option(parameter: Parameter) -> click.Option:
    """A named parameter. What is not given stays None, so that the verb's own default holds."""
    flag = f"--{parameter.name.replace('_', '-')}"
    default = parameter.default
    shared: dict[str, Any] = {"help": _help(parameter), "default": None}
    if isinstance(default, bool):
        names = f"{flag}/--no-{flag[2:]}" if default else flag
        return click.Option([names, parameter.name], is_flag=True, **shared)
    if isinstance(default, tuple):
        return click.Option([flag, parameter.name], multiple=True, **shared)
    return click.Option([flag, parameter.name], type=_type(parameter), **shared)


def asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Only what the user said."""
    return {name: value for name, value in given.items() if value is not None and value != ()}


def _type(parameter: Parameter) -> Any:
    named: Sequence[str] = [c for c in parameter.choices if c]
    if named:
        return click.Choice(named)
    return str if parameter.default is None else type(parameter.default)


def _help(parameter: Parameter) -> str:
    unit = f" In {parameter.unit}." if parameter.unit else ""
    again = " May be given several times." if isinstance(parameter.default, tuple) else ""
    return f"{parameter.help}{unit}{again}{_default(parameter)}"


def _default(parameter: Parameter) -> str:
    default = parameter.default
    if default is None or default in ("", ()) or default is False:
        return ""
    shown = ", ".join(default) if isinstance(default, tuple) else default
    return f"  [default: {'yes' if shown is True else shown}]"


def _described(verb: Verb) -> str:
    arguments = [f"{p.name.upper()}  {p.help}" for p in verb.parameters if p.positional]
    return "\n\n".join([verb.description, *arguments])


def _version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"floodwatch {version('floodwatch')}")
        context.exit()


def _completion(context: click.Context, parameter: click.Parameter, shell: str | None) -> None:
    if shell and not context.resilient_parsing:
        from click.shell_completion import get_completion_class

        kind = get_completion_class(shell)
        if kind is not None:
            click.echo(kind(context.command, {}, "floodwatch", "_FLOODWATCH_COMPLETE").source())
        context.exit()
