package evidence

// Unmarshal reads JSON strictly: repeated and unknown members are errors, and numbers inside values of any type become
// json.Number. Errors name the line, the column and the JSON Pointer where reading stopped.
func Unmarshal(raw []byte, into any) error { return unmarshal(raw, into) }
