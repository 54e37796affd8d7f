"""The TypeScript export: its exact text, and what the real compiler makes of leaves."""

import json
import re
import subprocess
from dataclasses import replace

import pytest

from catalogc.export.typescript import export_typescript
from catalogc.model.adapter import MovedField
from export.samples import BAD, bad_leaf, ci_values, compiled, make_tiny, written_values
from tools import require_node_modules

TINY = """\
// Written by `catalogc schema export --format typescript`. Do not edit.

/** A deployment environment. */
export type Environment =
  | "dev"
  | "prod";

/** What picks the adapter of a leaf. */
export type WorkloadType = "TINY_LOAD";

/** Any leaf, told apart by its workloadType. */
export type WorkloadSchema = TinyLoadSchema;

/** Tiny load: Ends a comment: *\\/ and goes on. */
export interface TinyLoadSchema {
  workloadType: "TINY_LOAD";
  /**
   * Format: lower case letters.
   * @example "tiny"
   */
  serviceName: string;
  serviceCatalog?: string;
  environment: Environment;
  image: Image;
  listen?: TinyLoadListen;
  sizes: Sizes;
  labels?: Record<string, string>;
  /** Anything that the chart knows. */
  values?: Record<string, unknown>;
  admin?: TinyLoadListen2;
  variables?: Variable[];
  level?: "low" | 2 | null;
  old?: Old;
  /**
   * @minimum 1
   * @maximum 9
   * @deprecated port has moved to listen.port
   */
  port?: number;
}

interface ImageFields {
  repository: string;
  tag?: string;
  digest?: string;
  pullPolicy?: "Always" | "IfNotPresent";
}

export type Image = ImageFields & (
  | Required<Pick<ImageFields, "tag">>
  | Required<Pick<ImageFields, "digest">>
);

export interface Old {
  /** @deprecated old.level has moved to level */
  level?: "low" | 2 | null;
}

export interface Sizes {
  /** @default 1 */
  "ephemeral-storage": number | string;
  "nvidia.com/gpu.present"?: true;
}

export interface TinyLoadListen {
  /**
   * @minimum 1
   * @maximum 9
   */
  port?: number;
}

export interface TinyLoadListen2 {
  /**
   * @minimum 1
   * @maximum 9
   */
  port: number;
}

export interface Variable {
  name: string;
}
"""


def test_every_shape_has_its_type(tmp_path):
    catalog = compiled(make_tiny(tmp_path))
    assert export_typescript(catalog.adapters, catalog.config) == TINY


def test_there_is_one_interface_for_each_adapter_and_one_for_equal_shapes():
    catalog = compiled()
    text = export_typescript(catalog.adapters, catalog.config)
    names = re.findall(r"^(?:export )?(?:interface|type) (\w+)", text, re.MULTILINE)
    assert len(names) == len(set(names))
    assert [name for name in names if name.endswith("Schema")] == [
        "WorkloadSchema",
        *(f"{name.title().replace('_', '')}Schema" for name in sorted(catalog.adapters)),
    ]
    bodies = re.findall(r"^export interface \w+ (\{.*?^\})", text, re.MULTILINE | re.DOTALL)
    assert len(bodies) == len(set(bodies))


def test_what_is_exported_does_not_depend_on_the_order_of_adapters():
    catalog = compiled()
    backwards = dict(reversed(catalog.adapters.items()))
    assert list(backwards) != list(catalog.adapters)
    assert export_typescript(backwards, catalog.config) == export_typescript(
        catalog.adapters, catalog.config
    )


def _mapping(**fields):
    return {"type": "object", "additionalProperties": False, "properties": fields}


TEXT, NUMBER, FLAG = ({"type": name} for name in ("string", "integer", "boolean"))
GPU, OTHER_GPU = _mapping(count=NUMBER), _mapping(count=TEXT)

# workloadType -> fields, and the names of the interfaces that are made of them
NAMES = {
    "equal shapes": (
        {"A_LOAD": {"gpu": GPU, "card": GPU}, "B_LOAD": {"gpu": GPU}},
        ["ALoadSchema", "BLoadSchema", "Gpu"],
    ),
    "shapes of two types": (
        {"A_LOAD": {"gpu": GPU}, "B_LOAD": {"gpu": OTHER_GPU}},
        ["ALoadSchema", "BLoadSchema", "ALoadGpu", "BLoadGpu"],
    ),
    "what most share is short": (
        {"A_LOAD": {"gpu": OTHER_GPU}, "B_LOAD": {"gpu": GPU}, "C_LOAD": {"gpu": GPU}},
        ["ALoadSchema", "BLoadSchema", "CLoadSchema", "ALoadGpu", "Gpu"],
    ),
    "shapes at two places": (
        {"A_LOAD": {"gpu": GPU, "pod": _mapping(gpu=OTHER_GPU)}},
        ["ALoadSchema", "Gpu", "Pod", "PodGpu"],
    ),
    "name of the compiler's": (
        {"A_LOAD": {"record": GPU, "environment-": OTHER_GPU}},
        ["ALoadSchema", "Environment2", "Record2"],
    ),
    "odd names": (
        {"A_LOAD": {"nvidia.com/gpu": GPU, "": OTHER_GPU, "2x": _mapping(on=FLAG)}},
        ["ALoadSchema", "NvidiaComGpu", "Type", "_2X"],
    ),
    "types alike": ({"A_LOAD": {}, "a-load": {}}, ["ALoadSchema", "ALoadSchema2"]),
}


@pytest.mark.parametrize(("types", "expected"), NAMES.values(), ids=NAMES)
def test_names_are_short_and_unique(tmp_path, types, expected):
    catalog = compiled(make_tiny(tmp_path))
    tiny = catalog.adapters["TINY_LOAD"]
    adapters = {
        name: replace(tiny, workload_type=name, schema=_mapping(**fields), moved_fields=())
        for name, fields in types.items()
    }
    text = export_typescript(adapters, catalog.config)
    assert re.findall(r"^export interface (\w+)", text, re.MULTILINE) == expected


def test_an_old_spelling_names_no_shape(tmp_path):
    catalog = compiled(make_tiny(tmp_path))
    moved = (MovedField(old=("first", "card"), new=("gpu",)),)
    schema = _mapping(first=_mapping(on=FLAG), gpu=GPU)
    tiny = replace(catalog.adapters["TINY_LOAD"], schema=schema, moved_fields=moved)
    text = export_typescript({"TINY_LOAD": tiny}, catalog.config)
    assert re.findall(r"^export interface (\w+)", text, re.MULTILINE)[1:] == ["First", "Gpu"]
    assert "  /** @deprecated first.card has moved to gpu */\n  card?: Gpu;\n" in text


# schema of a field -> its type
TYPES = {
    "text": (TEXT, "string"),
    "whole number": (NUMBER, "number"),
    "number": ({"type": "number"}, "number"),
    "flag": (FLAG, "boolean"),
    "nothing said": ({}, "unknown"),
    "anything": (True, "unknown"),
    "nothing allowed": (False, "never"),
    "literals": ({"type": "string", "enum": ["a", 'b"']}, '"a" | "b\\""'),
    "constant": ({"const": 1.5}, "1.5"),
    "structured literal": ({"enum": [{"a": 1}, "b"]}, "unknown"),
    "several types": ({"type": ["integer", "null"]}, "number | null"),
    "choice": ({"anyOf": [TEXT, {"type": "array", "items": FLAG}]}, "string | boolean[]"),
    "choice of anything": ({"oneOf": [TEXT, {}]}, "unknown"),
    "list of literals": ({"type": "array", "items": {"enum": [1, 2]}}, "(1 | 2)[]"),
    "list of anything": ({"type": "array"}, "unknown[]"),
    "fixed list": ({"type": "array", "items": [TEXT, FLAG]}, "unknown[]"),
    "map": ({"type": "object", "additionalProperties": NUMBER}, "Record<string, number>"),
    "free-form": ({"type": "object"}, "Record<string, unknown>"),
    "empty": ({"type": "object", "additionalProperties": False}, "Record<string, never>"),
    "patterns": (
        {"type": "object", "patternProperties": {"^a": FLAG}, "additionalProperties": False},
        "Record<string, boolean>",
    ),
    "list of maps": (
        {"type": "array", "items": {"type": "object", "additionalProperties": TEXT}},
        "Record<string, string>[]",
    ),
}


@pytest.mark.parametrize(("schema", "expected"), TYPES.values(), ids=TYPES)
def test_each_schema_has_its_type(tmp_path, schema, expected):
    catalog = compiled(make_tiny(tmp_path))
    tiny = replace(catalog.adapters["TINY_LOAD"], schema=_mapping(field=schema), moved_fields=())
    text = export_typescript({"TINY_LOAD": tiny}, catalog.config)
    assert f"\n  field?: {expected};\n" in text


def test_an_environment_is_any_text_where_none_is_declared(tmp_path):
    catalog = compiled(make_tiny(tmp_path))
    config = replace(catalog.config, environments=None)
    text = export_typescript(catalog.adapters, config)
    assert "export type Environment = string;\n" in text


def test_other_fields_may_stand_in_an_open_mapping(tmp_path):
    catalog = compiled(make_tiny(tmp_path))
    schema = _mapping(field=TEXT) | {"additionalProperties": True}
    tiny = replace(catalog.adapters["TINY_LOAD"], schema=schema, moved_fields=())
    text = export_typescript({"TINY_LOAD": tiny}, catalog.config)
    assert "  field?: string;\n  [name: string]: unknown;\n}" in text


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """What ``tsc --strict`` says about leaves: name -> its messages."""
    modules = require_node_modules("typescript")
    catalog = compiled()
    good = ci_values(catalog)
    leaves = dict(good)
    for release in catalog.releases:
        leaves[release.leaf.document.file.path] = written_values(release)
    old = "catalog/ml-team/my-llm-service/prod.yaml"
    spelt = next(r.leaf.document for r in catalog.releases if r.leaf.document.file.path == old)
    leaves[f"{old} as it is written"] = spelt.data
    for name in BAD:
        leaves[name] = bad_leaf(good, name)
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "leaf.ts").write_text(export_typescript(catalog.adapters, catalog.config))
    lines = [
        f"export const leaf{number}: WorkloadSchema = {json.dumps(leaf)};"
        for number, leaf in enumerate(leaves.values(), 2)
    ]
    header = 'import type { WorkloadSchema } from "./leaf";'
    (folder / "samples.ts").write_text("\n".join([header, *lines, ""]))
    compiler = modules / "node_modules" / "typescript" / "bin" / "tsc"
    run = subprocess.run(
        ["node", compiler, "--strict", "--noEmit", "--pretty", "false", "samples.ts"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    said = dict.fromkeys(leaves, "")
    names = dict(enumerate(leaves, 2))
    name = ""
    for line in run.stdout.splitlines():
        if not line.startswith(" "):  # else it belongs to the message before
            match = re.match(r"samples\.ts\((\d+),\d+\): error TS\d+: ", line)
            assert match, line  # nothing is wrong with leaf.ts itself
            name = names[int(match[1])]
        said[name] += f"{line}\n"
    return said


@pytest.mark.slow
def test_the_compiler_accepts_every_sample(judged):
    assert {name: said for name, said in judged.items() if said and name not in BAD} == {}
    assert len(judged) - len(BAD) > 35


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
def test_the_compiler_refuses_a_bad_leaf(judged, name):
    expected = BAD[name][-1]
    assert bool(judged[name]) == (expected is not None)
    assert (expected or "") in judged[name]
