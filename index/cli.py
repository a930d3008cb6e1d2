"""What every command shares: the data folder, Dutch help and Dutch sentences for wrong use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from index.folders import USUAL, VARIABLE, Folders

ENTRY_POINTS = "vraagbaak.commands"
HEADINGS = {"Options": "Opties", "Commands": "Opdrachten"}


class Failure(click.ClickException):
    """An expected failure: its Dutch sentence is printed and the exit status is 1."""

    def show(self, file: Any = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


class WrongUse(click.UsageError):
    """A command typed wrongly: a Dutch sentence and where to find the help; the exit status is 2."""

    def show(self, file: Any = None) -> None:
        path = self.ctx.command_path if self.ctx else ""
        click.echo(f"{self.format_message()}\nZie ‘{path} --help’.", file=file, err=file is None)


def wrong_use(mistake: click.UsageError) -> WrongUse:
    """The same mistake with a Dutch sentence."""
    return WrongUse(_sentence(mistake), mistake.ctx)


def _sentence(mistake: click.UsageError) -> str:
    match mistake:
        case click.NoSuchOption():
            return f"De optie ‘{mistake.option_name}’ bestaat niet."
        case click.NoSuchCommand():
            return f"De opdracht ‘{mistake.command_name}’ bestaat niet."
        case click.MissingParameter(param=click.Parameter() as param):
            return f"‘{_typed(param)}’ ontbreekt."
        case click.BadParameter(param=click.Parameter() as param):
            return f"De waarde voor ‘{_typed(param)}’ klopt niet: {mistake.message}"
        case _:
            return f"Dit begrijpt vraagbaak niet: {mistake.format_message()}"


def _typed(param: click.Parameter) -> str:
    """How a person types an option or names an argument."""
    return param.opts[0] if isinstance(param, click.Option) else param.human_readable_name


class _Formatter(click.HelpFormatter):
    """Help with Dutch headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "Gebruik: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help and mistakes are in Dutch."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[OPTIES]", **kwargs})

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = "Toon deze uitleg."
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as mistake:
            raise wrong_use(mistake) from mistake


class CommandGroup(Command, click.Group):
    """A group of commands; what is defined in it with `@group.command()` is Dutch too."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "OPDRACHT [ARGUMENTEN]...", **kwargs})

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand as mistake:
            raise wrong_use(mistake) from mistake


class JointGroup(CommandGroup):
    """All commands of all groups registered as entry points, as if they were one group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(name for group in registered() for name in group.commands)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        found = (group.get_command(ctx, cmd_name) for group in registered())
        return own or next((command for command in found if command), None)


def registered() -> Iterator[click.Group]:
    """The command groups that the packages register; each is loaded when it is come to."""
    return (entry.load() for entry in entry_points(group=ENTRY_POINTS))


def _keep_folders(ctx: click.Context, _param: click.Parameter, value: Path) -> None:
    ctx.obj = Folders(value)


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--data` for a group: leaves `Folders` in the context, for `@click.pass_obj`."""
    option = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=USUAL,
        envvar=VARIABLE,
        metavar="MAP",
        help=f"Map met archief, gegevens en index; anders {VARIABLE}, anders ‘{USUAL}’.",
        expose_value=False,
        callback=_keep_folders,
    )
    return option(command)


@click.group(cls=JointGroup)
@data_option
def vraagbaak() -> None:
    """Zoekmachine voor Kamervragen."""
