package openai

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	sdk "github.com/openai/openai-go/v3"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// The scopes of a restricted project API key, as the API's own refusals and lists of keys name them. A read-only key (api.all.read) has them all.
const (
	scopeModels       = "api.model.read"
	scopeFiles        = "api.files.read"
	scopeVectorStores = "api.vector_stores.read"
	scopeFineTuning   = "api.fine_tuning.jobs.read"
)

// What lies inside a project is listed with a key of the project: the client marks these operations for bearer keys, and the administration
// API for admin keys (openai-go, WithBearerAuthSecurity and WithAdminAPIKeyAuthSecurity).
const (
	opOffered      = "GET /v1/models"
	opFiles        = "GET /v1/files"
	opVectorStores = "GET /v1/vector_stores"
	opFineTuning   = "GET /v1/fine_tuning/jobs"
)

// filesAtOnce is the page of a list of files. The API allows 10,000 (openai-go, FileListParams.Limit), which would be megabytes in one reply.
var filesAtOnce = sdk.Int(1000)

// projects reads what lies inside projects, as far as their keys are given.
func projects() *collectors.Collector {
	list := func(name, scope string, kinds ...string) collectors.Operation {
		return collectors.Operation{Name: name, Form: evidence.List, Kinds: kinds, Permissions: []string{scope}, From: []string{"openai_project"}}
	}
	return &collectors.Collector{
		Name: "openai/projects", Provider: provider, Level: evidence.Boundary, Kinds: declared(kindsInProjects()), Needs: []string{"openai_project"},
		Operations: []collectors.Operation{
			list(opOffered, scopeModels, "openai_model", "openai_fine_tuned_model"), list(opFiles, scopeFiles, "openai_file"),
			list(opVectorStores, scopeVectorStores, "openai_vector_store"), list(opFineTuning, scopeFineTuning, "openai_fine_tuning_job"),
		},
		Collect: collectInside,
	}
}

func collectInside(ctx context.Context, s any, rec *collectors.Recorder) {
	c := inside{session: s.(*session), rec: rec, found: map[string]map[string]*held{}}
	var lack noKeys
	var wait sync.WaitGroup
	slots := make(chan struct{}, projectsAtOnce)
	for _, p := range rec.Seen("openai_project") {
		key := c.projects[p.ID]
		switch {
		case p.Config["status"] == "archived":
			continue // it answers to no key any more
		case key.variable == "":
			lack.unnamed = append(lack.unnamed, p.ID)
			continue
		case key.options == nil:
			lack.unset = append(lack.unset, fmt.Sprintf("%s (project %s)", key.variable, p.ID))
			continue
		}
		wait.Add(1)
		slots <- struct{}{}
		go func() {
			defer wait.Done()
			defer func() { <-slots }()
			defer rec.Guard()
			c.project(ctx, p.ID)
		}()
	}
	wait.Wait()
	c.record()
	if len(lack.unnamed)+len(lack.unset) > 0 {
		for _, operation := range []string{opOffered, opFiles, opVectorStores, opFineTuning} {
			rec.List(ctx, operation, func(context.Context) (int, error) { return 0, &lack })
		}
	}
}

// inside gathers what the projects list. What several of them list is one thing.
type inside struct {
	*session
	rec   *collectors.Recorder
	mu    sync.Mutex
	found map[string]map[string]*held // by kind and id
}

// held is a thing and the projects whose keys list it. Its config is that of the first of them.
type held struct {
	config   map[string]any
	projects []string
}

// noKeys is the error of the reads that nobody could make: projects for which no variable is named, and variables that hold nothing.
type noKeys struct{ unnamed, unset []string }

// Skipped tells the recorder that nothing was asked.
func (e *noKeys) Skipped() bool { return true }

func (e *noKeys) Error() string {
	var parts []string
	if len(e.unnamed) > 0 {
		parts = append(parts, "an admin API key cannot read this, and no key of its own is given for "+some(e.unnamed)+": create a read-only key in each project "+
			"and name the environment variable that holds it under providers.openai.project_keys")
	}
	if len(e.unset) > 0 {
		parts = append(parts, "not set: "+some(e.unset))
	}
	return strings.Join(parts, "; ")
}

// some names the first of a list, sorted, and how many follow.
func some(list []string) string {
	const named = 5
	list = slices.Sorted(slices.Values(list))
	if more := len(list) - named; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:named], ", "), more)
	}
	return strings.Join(list, ", ")
}

func (c *inside) project(ctx context.Context, id string) {
	o := c.projects[id].options
	c.list(ctx, opOffered, id, modelKind, func(ctx context.Context, _ string) (page, error) {
		api := sdk.NewModelService(o...)
		return wholePage(api.List(ctx))
	})
	c.list(ctx, opFiles, id, always("openai_file"), func(ctx context.Context, after string) (page, error) {
		api := sdk.NewFileService(o...)
		return cursorPage(api.List(ctx, sdk.FileListParams{Limit: filesAtOnce, After: cursor(after)}))
	})
	c.list(ctx, opVectorStores, id, always("openai_vector_store"), func(ctx context.Context, after string) (page, error) {
		api := sdk.NewVectorStoreService(o...)
		return cursorPage(api.List(ctx, sdk.VectorStoreListParams{Limit: limit, After: cursor(after)}))
	})
	c.list(ctx, opFineTuning, id, always("openai_fine_tuning_job"), func(ctx context.Context, after string) (page, error) {
		api := sdk.NewFineTuningJobService(o...)
		out, err := cursorPage(api.List(ctx, sdk.FineTuningJobListParams{Limit: limit, After: cursor(after)}))
		for _, job := range out.items {
			// Methods and messages can hold prompts and lines of the training data.
			maps.DeleteFunc(job, func(member string, _ any) bool { return !slices.Contains(jobMembers, member) })
		}
		return out, err
	})
}

// jobMembers are those of a fine-tuning job that are kept.
var jobMembers = []string{"id", "object", "created_at", "finished_at", "status", "model", "fine_tuned_model", "organization_id", "training_file", "validation_file", "result_files"}

func always(kind string) func(map[string]any) string {
	return func(map[string]any) string { return kind }
}

// modelKind tells the organization's own models from those of OpenAI, whose owners are "openai", "system" and names such as "openai-internal" (as lists
// of models show them; the reference says only that owned_by is the organization that owns the model). Any other owner counts as the organization's own.
func modelKind(model map[string]any) string {
	id, _ := model["id"].(string)
	owner, _ := model["owned_by"].(string)
	if !strings.HasPrefix(id, "ft:") && (owner == "openai" || owner == "system" || strings.HasPrefix(owner, "openai-")) {
		return "openai_model"
	}
	return "openai_fine_tuned_model"
}

// list reads a whole list of one project.
func (c *inside) list(ctx context.Context, operation, project string, kindOf func(map[string]any) string, fetch fetcher) {
	c.rec.List(ctx, operation, func(ctx context.Context) (int, error) {
		items, err := collectPages(ctx, fetch)
		for _, o := range items {
			c.take(kindOf(o), project, o)
		}
		return len(items), about("project "+project, err)
	})
}

func (c *inside) take(kind, project string, config map[string]any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found[kind] == nil {
		c.found[kind] = map[string]*held{}
	}
	id := config["id"].(string)
	h := c.found[kind][id]
	if h == nil {
		h = &held{}
		c.found[kind][id] = h
	}
	if len(h.projects) == 0 || project < h.projects[0] {
		h.config = config
	}
	if !slices.Contains(h.projects, project) {
		h.projects = append(h.projects, project)
		slices.Sort(h.projects)
	}
}

// record hands over what was gathered. Models bear the same names in every organization, so that their ids here are "<model>@<organization>".
func (c *inside) record() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for kind, things := range c.found {
		for id, h := range things {
			if kind == "openai_model" {
				id += "@" + c.organization
			}
			name, _ := h.config["name"].(string)
			c.rec.Add(kind, &evidence.Resource{ID: id, Name: name, Config: h.config, Derived: map[string]any{"project_ids": texts(h.projects)}})
		}
	}
}

func texts(list []string) []any {
	out := []any{}
	for _, s := range list {
		out = append(out, s)
	}
	return out
}
