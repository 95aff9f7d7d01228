package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"strings"
	"sync"

	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/cli"
	"helm.sh/helm/v3/pkg/registry"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
)

// helm is what a configured provider gives its resources.
type helm struct {
	model    providerModel
	settings *cli.EnvSettings
	// charts guards the chart and repository caches on disk, which Helm writes without a lock.
	charts sync.Mutex
}

func newHelm(model providerModel) *helm {
	settings := cli.New()
	settings.Debug = model.Debug.ValueBool()
	override(&settings.RegistryConfig, model.RegistryConfigPath.ValueString())
	override(&settings.RepositoryCache, model.RepositoryCache.ValueString())
	override(&settings.RepositoryConfig, model.RepositoryConfigPath.ValueString())
	return &helm{model: model, settings: settings}
}

func override(target *string, value string) {
	if value != "" {
		*target = value
	}
}

// configuration is Helm's own, for one namespace.
func (h *helm) configuration(namespace string) (*action.Configuration, error) {
	access := h.model.Kubernetes
	if access == nil {
		access = &kubernetesConfig{}
	}
	loader, err := access.ClientConfig(access.Exec, namespace)
	if err != nil {
		return nil, fmt.Errorf("invalid host in the configuration of provider helm: %w", err)
	}
	driver := h.model.HelmDriver.ValueString()
	if driver == "" {
		driver = os.Getenv("HELM_DRIVER")
	}
	configuration := &action.Configuration{}
	getter := &clientGetter{loader: loader, qps: float32(h.model.QPS.ValueFloat64()), burst: int(h.model.BurstLimit.ValueInt64())}
	debug := func(format string, values ...any) { log.Printf("[DEBUG] helm: "+format, values...) }
	if err := configuration.Init(getter, namespace, driver, debug); err != nil {
		return nil, err
	}
	configuration.RegistryClient, err = h.registryClient()
	return configuration, err
}

func (h *helm) registryClient() (*registry.Client, error) {
	client, err := registry.NewClient(registry.ClientOptDebug(h.settings.Debug), registry.ClientOptWriter(io.Discard),
		registry.ClientOptCredentialsFile(h.settings.RegistryConfig))
	if err != nil {
		return nil, err
	}
	for _, login := range h.model.Registries {
		host := strings.TrimPrefix(login.URL.ValueString(), "oci://")
		err := client.Login(host, registry.LoginOptBasicAuth(login.Username.ValueString(), login.Password.ValueString()))
		if err != nil {
			return nil, fmt.Errorf("cannot log in to registry %q: %w", host, err)
		}
	}
	return client, nil
}

// clientGetter is how Helm asks for its connection.
type clientGetter struct {
	loader clientcmd.ClientConfig
	qps    float32
	burst  int
}

func (g *clientGetter) ToRawKubeConfigLoader() clientcmd.ClientConfig { return g.loader }

func (g *clientGetter) ToRESTConfig() (*rest.Config, error) {
	config, err := g.loader.ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("invalid configuration of provider helm (kubernetes.config_path, config_context, host): %w", err)
	}
	config.QPS, config.Burst = 100, 100
	if g.qps > 0 {
		config.QPS = g.qps
	}
	if g.burst > 0 {
		config.Burst = g.burst
	}
	return config, nil
}

func (g *clientGetter) ToDiscoveryClient() (discovery.CachedDiscoveryInterface, error) {
	config, err := g.ToRESTConfig()
	if err != nil {
		return nil, err
	}
	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	return memory.NewMemCacheClient(client), nil
}

func (g *clientGetter) ToRESTMapper() (meta.RESTMapper, error) {
	client, err := g.ToDiscoveryClient()
	if err != nil {
		return nil, err
	}
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(client)
	return restmapper.NewShortcutExpander(mapper, client, nil), nil
}
