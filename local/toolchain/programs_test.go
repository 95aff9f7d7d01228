package tools

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

type program struct {
	Name, Package, BuiltAs, Version string
	Group                           int
}

type programs struct {
	Go       string
	Ldflags  []string
	Programs []program
	Chart    struct{ Module, AppVersion string }
	Opentofu struct {
		Go      string
		Program program
	}
}

func read(t *testing.T) (list programs, modules map[string]string) {
	t.Helper()
	content, err := os.ReadFile("programs.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &list); err != nil {
		t.Fatal(err)
	}
	return list, required(t, "go.mod")
}

// required maps the modules of a go.mod to their versions, and "go" to its language version.
func required(t *testing.T, path string) map[string]string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]string{}
	for _, match := range regexp.MustCompile(`(?m)^(?:\t|require )(\S+) (v\S+)`).FindAllStringSubmatch(string(content), -1) {
		modules[match[1]] = match[2]
	}
	modules["go"] = regexp.MustCompile(`(?m)^go (\S+)`).FindStringSubmatch(string(content))[1]
	return modules
}

func moduleOf(modules map[string]string, pkg string) string {
	found := ""
	for module := range modules {
		if (pkg == module || strings.HasPrefix(pkg, module+"/")) && len(module) > len(found) {
			found = module
		}
	}
	return found
}

func TestVersionsAreThoseOfTheModule(t *testing.T) {
	list, modules := read(t)
	if list.Go != modules["go"] {
		t.Errorf("go is %s, but go.mod says %s", list.Go, modules["go"])
	}
	for _, program := range list.Programs {
		if strings.HasPrefix(program.Package, "./") {
			if _, err := os.Stat(program.Package); err != nil {
				t.Error(err)
			}
			continue
		}
		module := moduleOf(modules, program.Package)
		if version := modules[module]; version != program.Version {
			t.Errorf("%s is %s, but go.mod has %s %s", program.Name, program.Version, module, version)
		}
	}
	if version := modules[list.Chart.Module]; version != list.Chart.AppVersion {
		t.Errorf("the chart is of %s, but go.mod has %s", list.Chart.AppVersion, version)
	}
}

func TestOpenTofuIsThatOfItsModule(t *testing.T) {
	list, _ := read(t)
	modules := required(t, "opentofu/go.mod")
	if list.Opentofu.Go != modules["go"] {
		t.Errorf("go is %s, but opentofu/go.mod says %s", list.Opentofu.Go, modules["go"])
	}
	if version := modules["github.com/opentofu/opentofu"]; version != list.Opentofu.Program.Version {
		t.Errorf("OpenTofu is %s, but opentofu/go.mod has %s", list.Opentofu.Program.Version, version)
	}
}

// A stamp that lags behind makes a program claim a version that it is not.
func TestStampsAreThoseOfTheModule(t *testing.T) {
	list, modules := read(t)
	stamps := map[string]string{
		"k8s.io/component-base/version.gitVersion":      modules["k8s.io/kubernetes"],
		"github.com/argoproj/argo-cd/v3/common.version": strings.TrimPrefix(modules["github.com/argoproj/argo-cd/v3"], "v"),
		"helm.sh/helm/v3/internal/version.version":      modules["helm.sh/helm/v3"],
		"sigs.k8s.io/kustomize/api/provenance.version":  modules["sigs.k8s.io/kustomize/kustomize/v5"],
		"k8s.io/component-base/version.gitMajor":        strings.Split(strings.TrimPrefix(modules["k8s.io/kubernetes"], "v"), ".")[0],
		"k8s.io/component-base/version.gitMinor":        strings.Split(modules["k8s.io/kubernetes"], ".")[1],
	}
	flags := strings.Join(list.Ldflags, "\n") + "\n"
	for variable, version := range stamps {
		if want := "-X " + variable + "=" + version + "\n"; !strings.Contains(flags, want) {
			t.Errorf("ldflags lack %q", strings.TrimSpace(want))
		}
	}
}

// Binaries of one group are built into one folder.
func TestNamesAreUniqueWithinAGroup(t *testing.T) {
	list, _ := read(t)
	seen := map[string]bool{}
	for _, program := range list.Programs {
		key := string(rune('0'+program.Group)) + program.BuiltAs
		if seen[key] {
			t.Errorf("group %d builds %s twice", program.Group, program.BuiltAs)
		}
		seen[key] = true
	}
}
