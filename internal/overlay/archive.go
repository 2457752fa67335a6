package overlay

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// readArchive reads a tar archive, compressed by gzip or not, or a zip archive, told by its first bytes. Nothing of it reaches the disk.
func readArchive(data []byte, most limits) (tree, error) {
	u := &unpacking{limits: most, seen: map[string]bool{}}
	var err error
	switch {
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		err = u.gzip(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		err = u.zip(data)
	case len(data) > 262 && string(data[257:262]) == "ustar":
		if err = u.tar(bytes.NewReader(data)); err == nil && !bytes.HasSuffix(data, make([]byte, 1024)) { // its end, without which it may have had more
			err = io.ErrUnexpectedEOF
		}
	default:
		return nil, errors.New("it is no archive that can be read: want .tar.gz, .tgz, .tar or .zip")
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return nil, errors.New("the archive is cut off; fetch or pack it again")
	}
	if err != nil {
		return nil, fmt.Errorf("unpack the archive: %w", err)
	}
	return u.files, nil
}

type unpacking struct {
	limits
	files tree
	total int64
	seen  map[string]bool
}

// gzip bounds what comes out of it, whatever the archive inside says of itself.
func (u *unpacking) gzip(data []byte) error {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	r := &meter{r: z, left: u.limits.total + int64(u.limits.files)*1024, full: u.tooLarge()} // each file has headers
	if err := u.tar(r); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, r) // to its end, where the checksum is
	return err
}

// meter is a reader that ends with an error when too much comes out of it.
type meter struct {
	r    io.Reader
	left int64
	full error
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if m.left -= int64(n); m.left < 0 {
		return 0, m.full
	}
	return n, err
}

func (u *unpacking) tar(r io.Reader) error {
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch h.Typeflag {
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		case tar.TypeReg:
		case tar.TypeSymlink, tar.TypeLink:
			return fmt.Errorf("%q is a link; an overlay holds plain files (tar --dereference writes what links point to)", h.Name)
		default:
			return fmt.Errorf("%q is no plain file", h.Name)
		}
		name, err := u.enter(h.Name, h.Size)
		if err != nil {
			return err
		}
		data, err := bounded(t, u.limits.file)
		if err != nil {
			return err
		}
		u.files = append(u.files, file{name, data, h.ModTime})
	}
}

func (u *unpacking) zip(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		if errors.Is(err, zip.ErrFormat) {
			return io.ErrUnexpectedEOF // its directory is at the end
		}
		return err
	}
	for _, f := range z.File {
		mode := f.Mode()
		switch {
		case mode.IsDir():
			continue
		case mode&fs.ModeSymlink != 0:
			return fmt.Errorf("%q is a link; an overlay holds plain files", f.Name)
		case !mode.IsRegular():
			return fmt.Errorf("%q is no plain file", f.Name)
		case f.Flags&1 != 0:
			return fmt.Errorf("%q is encrypted; sign an overlay instead, there is nothing secret in one", f.Name)
		}
		name, err := u.enter(f.Name, int64(min(f.UncompressedSize64, 1<<62)))
		if err != nil {
			return err
		}
		r, err := f.Open()
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		content, err := bounded(r, u.limits.file) // and the reader refuses more than it was said to be
		r.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		u.files = append(u.files, file{name, content, f.Modified})
	}
	return nil
}

// enter checks the name of a file and makes room for it.
func (u *unpacking) enter(raw string, size int64) (string, error) {
	name := strings.TrimPrefix(raw, "./")
	name = strings.TrimPrefix(name, "/") // as opa build writes them
	if !fs.ValidPath(name) || name == "." || !utf8.ValidString(name) || strings.ContainsAny(name, "\\\x00:") {
		return "", fmt.Errorf("%q is no name of a file inside of the archive", raw)
	}
	if u.seen[name] {
		return "", fmt.Errorf("%q is there twice", name)
	}
	u.seen[name] = true
	if len(u.seen) > u.limits.files {
		return "", fmt.Errorf("it holds more than %d files", u.limits.files)
	}
	if size > u.limits.file {
		return "", fmt.Errorf("%s is larger than %d MiB", name, u.limits.file>>20)
	}
	if u.total += size; u.total > u.limits.total {
		return "", u.tooLarge()
	}
	return name, nil
}
