package evidence

// DeploymentType is CSA AISMM's deployment type, or "program" for what belongs to the programme as a whole.
type DeploymentType string

// The deployment types. Resources of Program count in every cut.
const (
	SelfHosted DeploymentType = "self_hosted"
	PaaS       DeploymentType = "paas"
	SaaS       DeploymentType = "saas"
	Program    DeploymentType = "program"
)

// Kind describes one kind of resource. Its name is "<provider>_<service>_<noun>", or "record_<noun>".
type Kind struct {
	Name       string         `json:"name"`
	Title      string         `json:"title"`
	Provider   string         `json:"provider"`
	Deployment DeploymentType `json:"deployment"`
	// Level is the level of the scopes in which the kind is collected.
	Level Level `json:"level"`
	// Inventory marks kinds whose resources are AI resources: they enter input.inventory, and show that AI is in use.
	Inventory bool `json:"inventory,omitempty"`
	// ShowsUse marks kinds whose presence shows that AI is in use without being AI resources, such as metrics of use.
	ShowsUse bool `json:"shows_use,omitempty"`
	// Required lists fields (paths below the resource, such as "config.agentArn") without which a resource is incomplete. A path leads through
	// lists without a mark, as in "config.ServicesLastAccessed.ServiceNamespace": every element of the list must then have the field.
	Required []string `json:"required,omitempty"`
	// Redact lists paths below the resource whose text must never reach the disk, such as "config.environmentVariables.*".
	// "*" stands for every member of an object or list; all text below a path is replaced, and names, numbers and booleans stay.
	Redact []string `json:"-"`
	// Schema is the JSON Schema of one resource of this kind, in the subset that OPA's type checker understands.
	Schema map[string]any `json:"schema"`
}
