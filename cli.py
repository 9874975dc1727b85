"""The `equity` command: arguments in, what happened out. The work is done in etl, metrics and dashboard."""

from typing import NoReturn

import typer

from analysis.command import commands as analyze
from audit.command import audit
from commands import delivery, exports, figure, release, site
from commands.terminal import BUSY, RELEASE_REFUSED, stop
from etl.home import Busy

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False, help=__doc__)
app.command(name="load")(delivery.load)
app.command(name="check")(delivery.check)
app.command(name="template")(delivery.template)
app.command(name="publish")(release.publish)
app.command(name="sign-off")(release.sign_off)
app.command(name="releases")(release.releases)
app.command(name="rollback")(release.rollback)
app.command(name="diff")(release.diff)
app.command(name="verify")(release.verify)
app.command(name="audit")(audit)
app.command(name="explain")(figure.explain)
app.command(name="serve")(site.serve)
app.command(name="demo")(site.demo)

export = typer.Typer(no_args_is_help=True, help="Write releases to files for other programs.")
export.command(name="release")(release.export_release)
for _each in (exports.site, exports.figure, exports.briefing, exports.pack, exports.report):
    export.command()(_each)
app.add_typer(export, name="export")
app.add_typer(analyze, name="analyze")


def main() -> None:
    """Run the command; a person's mistake is told in a sentence, a bug flies."""
    try:
        app()
    except Busy as busy:
        stop(str(busy), BUSY)
    except FileNotFoundError as absent:
        stop(str(absent))
    except OSError as trouble:
        what = f"{trouble.strerror or trouble}: {trouble.filename or 'a file'}"
        stop(f"{what}; make room or mend the permissions. What was served is still served")
    except Exception as mistake:
        _told(mistake)


def _told(mistake: Exception) -> NoReturn:
    """Tell what a person can mend; anything else is a bug and is raised again."""
    from etl.harmonize import CrosswalkError
    from etl.load import Unreadable
    from etl.merger import MergerError
    from etl.origins.settings import SettingsError
    from etl.snapshot import DamagedLedger
    from etl.warehouse import failed
    from metrics.definition import DefinitionError
    from metrics.locked import TooLong
    from metrics.release import PublishError

    if isinstance(mistake, PublishError):
        stop(str(mistake), RELEASE_REFUSED)
    if isinstance(
        mistake, CrosswalkError | DamagedLedger | DefinitionError | MergerError | SettingsError | Unreadable | TooLong
    ):
        stop(str(mistake))
    if cause := failed(mistake):
        stop(f"{cause}; make room, or look with `equity verify` what is damaged. What was served is still served")
    raise mistake


if __name__ == "__main__":
    main()
