// Package all is the one list of what ships: importing it registers every provider and collector.
package all

import (
	_ "github.com/aismm/aismm/collectors/aws"     // Amazon Web Services
	_ "github.com/aismm/aismm/collectors/openai"  // OpenAI
	_ "github.com/aismm/aismm/collectors/records" // the organization's own exports
)
