"""How many pods there are, and how many may be missing."""

from scripts.chartgen.fields import Schema, flag, group, whole


def hpa() -> Schema:
    """Return ``hpa``."""
    return group(
        "Autoscaler",
        "Sets the number of pods by their load.",
        {
            "enabled": flag(
                "Enabled", "Whether an autoscaler sets the number of pods.", default=False
            ),
            "minReplicas": whole("Fewest pods", "Fewest pods.", 1, 1000, 2),
            "maxReplicas": whole("Most pods", "Most pods.", 1, 1000, 5),
            "targetCpuUtilization": whole(
                "CPU target", "Average CPU use to aim for, in percent of the request.", 1, 1000, 80
            ),
            "targetMemoryUtilization": whole(
                "Memory target",
                "Average memory use to aim for, in percent of the request. Unset, memory does "
                "not count.",
                1,
                1000,
                None,
                [75],
            ),
        },
    )


def pod_disruption_budget() -> Schema:
    """Return ``podDisruptionBudget``."""
    most: Schema = {
        "title": "Most unavailable pods",
        "description": "Pods that a drain may take away at once: a number or a percentage.",
        "type": ["integer", "string"],
        "minimum": 1,
        "pattern": "^(100|[1-9][0-9]?)%$",
        "x-catalogc-message": "a number such as 1, or a percentage such as 25%",
        "default": 1,
        "examples": [1, "25%"],
    }
    return group(
        "Pod disruption budget",
        "Holds node drains back.",
        {
            "enabled": flag("Enabled", "Whether node drains are held back.", default=True),
            "maxUnavailable": most,
        },
    )
