// Package workbook reads the entries of a model out of somebody's own copy of a workbook, whose layout nobody here has seen, and binds
// them to objectives. What it reads is licensed to whoever has the copy: it goes to a file of theirs, and nowhere else.
package workbook

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// What a workbook may hold. One of a maturity model has some hundred rows and is far below.
const (
	maxFile  = 64 << 20  // bytes of the file
	maxParts = 10_000    // files inside it
	maxPart  = 64 << 20  // bytes of one of them, unpacked
	maxWhole = 256 << 20 // bytes of all of them, unpacked
	maxRows  = 20_000    // rows of one sheet that hold something
	maxCells = 256       // columns that are looked at
	maxText  = 64 << 20  // bytes of text that the cells of one sheet hold, each counted wherever it is used
	lastRow  = 1 << 20   // rows that a sheet of this kind can have
)

// Book is an open workbook.
type Book struct {
	// Name is the file's name without its folder, SHA256 the digest of its bytes.
	Name   string
	SHA256 string
	file   *excelize.File
}

// Open reads a workbook whole, and refuses what is none, what is locked, and what would unpack to more than a workbook holds.
func Open(path string) (*Book, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the workbook: %w", err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder; name the workbook in it", path)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%s has %d MB; a workbook may have %d MB", path, info.Size()>>20, maxFile>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the workbook: %w", err)
	}
	return Read(path, data)
}

// Read is Open for bytes that are at hand.
func Read(path string, data []byte) (book *Book, err error) {
	if err := whole(data); err != nil {
		return nil, fmt.Errorf("%s %w", path, err)
	}
	// The library is given what passed the checks above; damage inside a part can still make it stumble.
	defer func() {
		if r := recover(); r != nil {
			book, err = nil, fmt.Errorf("%s is damaged (%v); open it in a spreadsheet program and save it again", path, r)
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxWhole, UnzipXMLSizeLimit: maxPart})
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read as a workbook: %w; open it in a spreadsheet program and save it again as .xlsx", path, err)
	}
	digest := sha256.Sum256(data)
	return &Book{Name: filepath.Base(path), SHA256: hex.EncodeToString(digest[:]), file: f}, nil
}

// Close lets go of the workbook.
func (b *Book) Close() error { return b.file.Close() }

// Sheets lists the names of the sheets, in their order.
func (b *Book) Sheets() []string { return b.file.GetSheetList() }

var (
	oleMagic = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
	// encrypted is the name, in UTF-16, of the stream that an encrypted workbook lies in.
	encrypted = []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
)

// whole checks that data is a workbook whose parts are all there, undamaged, and of a size that is fit to read.
func whole(data []byte) error {
	switch {
	case len(data) == 0:
		return errors.New("is empty")
	case bytes.HasPrefix(data, oleMagic) && bytes.Contains(data, encrypted):
		return errors.New("is encrypted with a password; open it in a spreadsheet program and save a copy without one")
	case bytes.HasPrefix(data, oleMagic):
		return errors.New("is a workbook of the old .xls form; open it in a spreadsheet program and save it as .xlsx")
	case !bytes.HasPrefix(data, []byte("PK")):
		return errors.New("is no .xlsx workbook; open what you have in a spreadsheet program and save it as .xlsx")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("is damaged (%w); copy or download it again", err)
	}
	if len(z.File) > maxParts {
		return fmt.Errorf("holds %d files; a workbook has at most %d", len(z.File), maxParts)
	}
	var sum uint64
	book := false
	for _, f := range z.File {
		name := strings.ToLower(f.Name)
		book = book || name == "xl/workbook.xml"
		sum += f.UncompressedSize64
		switch {
		case name == "mimetype":
			return errors.New("is a document of another program; save it as .xlsx")
		case f.UncompressedSize64 > maxPart || sum > maxWhole:
			return fmt.Errorf("unpacks to more than a workbook may have (%d MB, and %d MB for one part)", maxWhole>>20, maxPart>>20)
		}
	}
	if !book {
		return errors.New("is an archive, but holds no workbook; name the .xlsx file itself")
	}
	for _, f := range z.File {
		if err := sound(f); err != nil {
			return fmt.Errorf("is damaged (%s: %w); copy or download it again", f.Name, err)
		}
	}
	return nil
}

// sound reads a part to its end, so that its checksum is compared and, where it is a sheet or its texts, its XML is seen to be
// complete: the library would take what is cut off for the end.
func sound(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	name := strings.ToLower(f.Name)
	if strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml" {
		d := xml.NewDecoder(r)
		for err == nil {
			_, err = d.Token()
		}
		if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	if err == nil {
		_, err = io.Copy(io.Discard, r)
	}
	return errors.Join(err, r.Close())
}
