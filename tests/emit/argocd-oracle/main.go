// Argo CD's own code, as a program for tests.
//
// It reads one JSON job from standard input and answers with JSON:
//
//   - {"applicationSet": {...}, "files": {PATH: TEXT}, "applications": [...]}: "generated" are the
//     Applications that the set makes of the files, "given" those of the job as Argo CD reads them.
//     Files are matched as `git ls-files` does: a `*` also stands for slashes.
//   - {"script": LUA, "objects": [...]}: "health" is what a health check says of each object.
//   - {"policy": CSV}: is refused where it is no RBAC policy.
//
// Build it in a checkout of argo-cd at v3.5.1: copy this file to cmd/catalogc-oracle/, run
// `go build -o NAME ./cmd/catalogc-oracle`, and name it in CATALOGC_ARGOCD.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	log "github.com/sirupsen/logrus"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/controller-runtime/pkg/client/fake"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/argo-cd/v3/util/rbac"
)

type job struct {
	ApplicationSet *v1alpha1.ApplicationSet `json:"applicationSet"`
	Files          map[string]string        `json:"files"`
	Applications   []v1alpha1.Application   `json:"applications"`
	Script         string                   `json:"script"`
	Objects        []map[string]interface{} `json:"objects"`
	Policy         string                   `json:"policy"`
}

type answer struct {
	Generated []v1alpha1.Application `json:"generated"`
	Given     []v1alpha1.Application `json:"given"`
	Health    []interface{}          `json:"health"`
}

// repository serves the files of a job.
type repository struct{ files map[string]string }

func (r repository) GetFiles(_ context.Context, _, _, _, pattern string, _ bool, _ *v1alpha1.SourceIntegrity) (map[string][]byte, error) {
	glob := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*") + "$")
	found := map[string][]byte{}
	for path, text := range r.files {
		if glob.MatchString(path) {
			found[path] = []byte(text)
		}
	}
	return found, nil
}

func (r repository) GetDirectories(context.Context, string, string, string, bool, *v1alpha1.SourceIntegrity) ([]string, error) {
	return nil, fmt.Errorf("no generator of folders is expected")
}

func generate(set v1alpha1.ApplicationSet, files map[string]string) ([]v1alpha1.Application, error) {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return nil, err
	}
	project := &v1alpha1.AppProject{ObjectMeta: metav1.ObjectMeta{
		Name: set.Spec.Template.Spec.Project, Namespace: set.Namespace,
	}}
	client := fake.NewClientBuilder().WithScheme(scheme).WithObjects(project).Build()
	known := map[string]generators.Generator{
		"Git": generators.NewGitGenerator(repository{files}, set.Namespace),
	}
	logger := log.New()
	logger.SetOutput(os.Stderr)
	generated, reason, err := template.GenerateApplications(log.NewEntry(logger), set, known, &utils.Render{}, client)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", reason, err)
	}
	return generated, nil
}

func run() error {
	var given job
	decoder := json.NewDecoder(os.Stdin)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&given); err != nil {
		return err
	}
	found := answer{Given: given.Applications}
	if given.ApplicationSet != nil {
		generated, err := generate(*given.ApplicationSet, given.Files)
		if err != nil {
			return err
		}
		found.Generated = generated
	}
	for _, object := range given.Objects {
		health, err := lua.VM{}.ExecuteHealthLua(&unstructured.Unstructured{Object: object}, given.Script)
		if err != nil {
			return err
		}
		found.Health = append(found.Health, health)
	}
	if err := rbac.ValidatePolicy(given.Policy); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(found)
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
