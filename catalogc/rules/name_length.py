"""A name is longer than Helm and Argo CD allow."""

from collections.abc import Iterator

from catalogc.model.display import show
from catalogc.model.finding import Finding, Severity
from catalogc.model.naming import MAX_APPLICATION_NAME, application_name
from catalogc.model.release import Release
from catalogc.rules.base import Context, Reporter, Rule
from catalogc.rules.shared.examples import PLAIN, example_chart
from catalogc.rules.shared.written import blame

SLUG = "name-length"

_MAX_RELEASE = 53
_LONG = "shop-with-a-name-that-says-all-there-is-to-say-about-it"


def check(release: Release, context: Context) -> Iterator[Finding]:
    """Measure the Helm release name, and the Application's, which is also the environment's.

    Helm refuses a release name of over 53 characters (Helm, pkg/chart/v2/util/validate_name.go).
    An Application name is cut to 53 here, so that it fits the 63 of a label, in which Argo CD
    keeps it with label tracking, and the names that are made of it.
    """
    reporter = Reporter(SLUG, release, context)
    field, name = _release_name(release)
    if len(name) > _MAX_RELEASE:
        yield reporter.finding(
            (field,),
            f"{field} is {show(name)}, which has {len(name)} characters, over the "
            f"{_MAX_RELEASE} of a Helm release name",
            label=f"{len(name) - _MAX_RELEASE} too many",
            remedy=f"shorten {field}",
            location=blame(release, (field,)),
        )
        return
    service, environment = release.id.service_name, release.id.environment
    written = f"{service}-{environment}"
    if len(written) > MAX_APPLICATION_NAME:
        yield reporter.finding(
            ("serviceName",),
            f"serviceName and environment together are {show(written)}, which has "
            f"{len(written)} characters, over the {MAX_APPLICATION_NAME} of an Application name; "
            f"it becomes {application_name(service, environment)}",
            label="the Application's name is cut",
            remedy=f"shorten serviceName by {len(written) - MAX_APPLICATION_NAME}: tools and "
            "people that look for the whole name do not find the Application",
            severity=Severity.WARNING,
            location=blame(release, ("serviceName",)),
        )


def _release_name(release: Release) -> tuple[str, str]:
    own = release.effective.get(("releaseName",))
    if release.is_third_party and isinstance(own, str) and own:
        return "releaseName", own
    return "serviceName", release.name


RULE = Rule(
    SLUG,
    "a Helm release or an Application has too long a name",
    check,
    rationale="Helm refuses a release name of over 53 characters. Argo CD with label tracking "
    "copies an Application's name into a label, which has 63; a longer one is cut here, and "
    "ends in a hash that nobody looks for.",
    bad=PLAIN.replace("serviceName: shop", f"serviceName: {_LONG}"),
    good=PLAIN,
    files=example_chart(),
)
