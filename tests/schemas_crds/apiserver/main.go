// The validation of custom resources by Kubernetes' API server, as a program for tests.
//
// It reads one JSON job a line: {"crd": FILE, "version": NAME, "object": {...}}, and writes one
// verdict a line: unknown fields, errors, and what CEL rules say of an object without either.
// Build it with `go build -o NAME .`, and name it in CATALOGC_CRD_APISERVER.
package main

import (
	"bufio"
	"context"
	"fmt"
	"os"

	apiext "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/json"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"sigs.k8s.io/yaml"
)

type loaded struct {
	structural *structuralschema.Structural
	validator  validation.SchemaValidator
	cel        *cel.Validator
	namespaced bool
	status     bool
}

type job struct {
	CRD     string      `json:"crd"`
	Version string      `json:"version"`
	Object  interface{} `json:"object"`
}

type verdict struct {
	Unknown []string `json:"unknown"`
	Errors  []string `json:"errors"`
	Cel     []string `json:"cel"`
	Fatal   string   `json:"fatal"`
}

var cache = map[string]*loaded{}

func load(path, version string) (*loaded, error) {
	key := path + "@" + version
	if l, ok := cache[key]; ok {
		return l, nil
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var crd v1.CustomResourceDefinition
	if err := yaml.Unmarshal(raw, &crd); err != nil {
		return nil, err
	}
	for _, ver := range crd.Spec.Versions {
		if ver.Name != version {
			continue
		}
		internal := &apiext.JSONSchemaProps{}
		if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(ver.Schema.OpenAPIV3Schema, internal, nil); err != nil {
			return nil, err
		}
		s, err := structuralschema.NewStructural(internal)
		if err != nil {
			return nil, err
		}
		val, _, err := validation.NewSchemaValidator(internal)
		if err != nil {
			return nil, err
		}
		l := &loaded{structural: s, validator: val, namespaced: crd.Spec.Scope == v1.NamespaceScoped}
		l.status = ver.Subresources != nil && ver.Subresources.Status != nil
		l.cel = cel.NewValidator(s, true, celconfig.PerCallLimit)
		cache[key] = l
		return l, nil
	}
	return nil, fmt.Errorf("no version %s", version)
}

func judge(j job) (out verdict) {
	defer func() {
		if r := recover(); r != nil {
			out.Fatal = fmt.Sprint(r)
		}
	}()
	l, err := load(j.CRD, j.Version)
	if err != nil {
		return verdict{Fatal: err.Error()}
	}
	obj, ok := j.Object.(map[string]interface{})
	if !ok {
		return verdict{Errors: []string{"not an object"}}
	}
	cerr, unknownMeta := objectmeta.CoerceWithOptions(nil, obj, l.structural, true, objectmeta.CoerceOptions{DropInvalidFields: false, ReturnUnknownFieldPaths: true})
	if cerr != nil {
		out.Errors = append(out.Errors, cerr.Error())
	}
	out.Unknown = append(out.Unknown, unknownMeta...)
	meta, _, unknown, merr := objectmeta.GetObjectMetaWithOptions(obj, objectmeta.ObjectMetaOptions{DropMalformedFields: false, ReturnUnknownFieldPaths: true})
	if merr != nil {
		out.Errors = append(out.Errors, merr.Error())
	}
	out.Unknown = append(out.Unknown, unknown...)
	out.Unknown = append(out.Unknown, pruning.PruneWithOptions(obj, l.structural, true, structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})...)
	defaulting.PruneNonNullableNullsWithoutDefaults(obj, l.structural)
	defaulting.Default(obj, l.structural)
	if l.status {
		delete(obj, "status")
	}
	u := &unstructured.Unstructured{Object: obj}
	for _, key := range []string{"apiVersion", "kind"} {
		if s, ok := obj[key].(string); !ok || s == "" {
			out.Errors = append(out.Errors, key+" is missing")
		}
	}
	if merr == nil && meta != nil {
		if meta.Name == "" {
			out.Errors = append(out.Errors, "metadata.name: missing")
		}
		for _, e := range apivalidation.ValidateObjectMeta(meta, l.namespaced && meta.Namespace != "", apivalidation.NameIsDNSSubdomain, nil) {
			out.Errors = append(out.Errors, e.Error())
		}
	} else if meta == nil {
		out.Errors = append(out.Errors, "metadata: missing")
	}
	for _, e := range validation.ValidateCustomResource(nil, u.UnstructuredContent(), l.validator) {
		out.Errors = append(out.Errors, e.Error())
	}
	for _, e := range objectmeta.Validate(nil, obj, l.structural, false) {
		out.Errors = append(out.Errors, e.Error())
	}
	for _, e := range listtype.ValidateListSetsAndMaps(nil, l.structural, obj) {
		out.Errors = append(out.Errors, e.Error())
	}
	if len(out.Errors) == 0 && l.cel != nil {
		errs, _ := l.cel.Validate(context.TODO(), nil, l.structural, obj, nil, celconfig.RuntimeCELCostBudget)
		for _, e := range errs {
			out.Cel = append(out.Cel, e.Error())
		}
	}
	return out
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			var raw map[string]interface{}
			if e := json.Unmarshal(line, &raw); e != nil {
				fmt.Fprintf(w, "{\"fatal\": %q}\n", e.Error())
			} else {
				b, _ := json.Marshal(judge(job{raw["crd"].(string), raw["version"].(string), raw["object"]}))
				w.Write(b)
				w.WriteByte('\n')
			}
		}
		if err != nil {
			return
		}
		w.Flush()
	}
}
