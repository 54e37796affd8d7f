"""The command group and what every verb shares."""

import click

from catalogc import __version__
from catalogc.cli.backstage import backstage
from catalogc.cli.baseline import baseline
from catalogc.cli.build import build
from catalogc.cli.chart import chart
from catalogc.cli.check import check
from catalogc.cli.completion import completions
from catalogc.cli.diff import diff
from catalogc.cli.doctor import doctor
from catalogc.cli.gate import gate
from catalogc.cli.graph import graph
from catalogc.cli.init import init
from catalogc.cli.lint import lint
from catalogc.cli.new import new
from catalogc.cli.policy import policy
from catalogc.cli.promote import promote
from catalogc.cli.publish import publish
from catalogc.cli.rules import explain, rules
from catalogc.cli.schema import schema
from catalogc.cli.schemas import schemas
from catalogc.cli.trace import trace


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="catalogc", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Print the trace of a bug in catalogc.")
def catalogc(*, debug: bool) -> None:
    """Compile and lint GitOps catalogs.

    Reads small YAML leaves, judges them, renders their charts with the Helm engine, and writes
    Argo CD Applications and manifests. Offline.

    Exit codes: 0 clean, 1 findings or drift, 2 usage or configuration, 3 environment, 4 a bug.
    """


for verb in (
    lint,
    build,
    check,
    gate,
    diff,
    new,
    init,
    promote,
    publish,
    graph,
    schema,
    schemas,
    backstage,
    policy,
    chart,
    rules,
    explain,
    baseline,
    trace,
    doctor,
    completions,
):
    catalogc.add_command(verb)
