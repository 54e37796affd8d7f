"""The reference lists what there is, and nothing else."""

import json
import re

import pytest

from catalogc.diff.effects.immutable_fields import FROZEN
from catalogc.diff.fields import Noise
from catalogc.diff.result import EffectKind, Pairing
from diff.test_effects import LOADED, OBJECTS
from tools import ROOT

PAGE = (ROOT / "docs/reference/diff.md").read_text("utf-8")
DEFINITIONS = json.loads((ROOT / "docs/reference/diff.schema.json").read_text("utf-8"))["$defs"]


@pytest.mark.parametrize(
    ("heading", "kinds"),
    [("Effects", EffectKind), ("Changes that say nothing by themselves", Noise)],
)
def test_tables_name_every_kind_in_its_order(heading, kinds):
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z-]+)`", section, re.MULTILINE) == [kind.value for kind in kinds]


def test_the_schema_names_every_kind():
    assert DEFINITIONS["kind"]["enum"] == [kind.value for kind in EffectKind]
    assert DEFINITIONS["pairing"]["enum"] == [pairing.value for pairing in Pairing]
    noise = DEFINITIONS["change"]["properties"]["noise"]["enum"]
    assert noise == [*(kind.value for kind in Noise), None]


def test_every_effect_has_a_case():
    shown = {effect.rstrip("?") for _, case in LOADED for effect in case["effects"]}
    of_applications = {EffectKind.UNKNOWN.value}
    assert shown | of_applications == {kind.value for kind in EffectKind}


def test_most_kinds_with_fixed_fields_have_a_case():
    refused = {
        OBJECTS[case["of"]]["kind"] for _, case in LOADED if "rejected" in str(case["effects"])
    }
    # The rest is data alone: no code of its own decides on it.
    assert {kind for _, kind in FROZEN} - refused <= {
        "ReplicaSet",
        "VolumeAttributesClass",
        "ClusterRoleBinding",
        "RuntimeClass",
        "EndpointSlice",
        "ResourceClaim",
        "ResourceClaimTemplate",
        "CertificateSigningRequest",
    }
