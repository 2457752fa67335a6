package model

import "strconv"

// Position is a place in a file that somebody wrote.
type Position struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// String writes the position as "file:line", or the file alone where the line is not known.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return p.File + ":" + strconv.Itoa(p.Line)
}
