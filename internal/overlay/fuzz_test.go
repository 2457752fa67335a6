package overlay

import (
	"io/fs"
	"testing"
)

// FuzzReadArchive asks that no archive makes the reader panic, and that what it gives can be kept: names inside of it, each once, within the
// bounds.
func FuzzReadArchive(f *testing.F) {
	whole := tarred(f, controls)
	f.Add(whole)
	f.Add(gzipped(f, whole))
	f.Add(zipped(f, controls))
	f.Add([]byte("PK\x05\x06"))
	small := limits{archive: 1 << 20, files: 50, file: 1 << 12, total: 1 << 14}
	f.Fuzz(func(t *testing.T, data []byte) {
		files, err := readArchive(data, small)
		if err != nil {
			return
		}
		seen, total := map[string]bool{}, 0
		for _, x := range files {
			if !fs.ValidPath(x.name) || seen[x.name] || len(x.data) > 1<<12 {
				t.Errorf("%q of %d bytes", x.name, len(x.data))
			}
			seen[x.name] = true
			total += len(x.data)
		}
		if len(files) > 50 || total > 1<<14 {
			t.Errorf("%d files of %d bytes", len(files), total)
		}
		o := &Overlay{Name: "acme", place: "acme"}
		if err := o.take(files); err == nil {
			for _, room := range rooms {
				if sub, ok := o.Room(room); ok {
					if _, err := fs.ReadDir(sub, "."); err != nil {
						t.Errorf("read %s: %v", room, err)
					}
				}
			}
		}
	})
}
