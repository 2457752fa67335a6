package collect

import "github.com/aismm/aismm/internal/evidence"

// sink is where documents go.
type sink interface {
	// kept gives the bytes of a task's document, if it is there already.
	kept(t *task) (raw []byte, ok bool, err error)
	// write redacts and keeps a document, and returns its bytes. A *evidence.DocumentError says that the document is the fault.
	write(doc *evidence.Document) ([]byte, error)
}

// bundleSink writes a bundle.
type bundleSink struct{ *evidence.Writer }

func (b bundleSink) kept(t *task) (raw []byte, ok bool, err error) {
	e, ok := b.Done(t.collector.Name, t.site.scope())
	if !ok || e.Scope != t.site.scope() {
		return nil, false, nil
	}
	raw, err = b.Read(e)
	return raw, err == nil, err
}

func (b bundleSink) write(doc *evidence.Document) ([]byte, error) {
	_, raw, err := b.WriteDocument(doc)
	return raw, err
}

// probeSink writes nothing.
type probeSink struct{ redactor *evidence.Redactor }

func (probeSink) kept(*task) (raw []byte, ok bool, err error) { return nil, false, nil }

func (p probeSink) write(doc *evidence.Document) ([]byte, error) {
	return evidence.EncodeDocument(doc, p.redactor)
}
