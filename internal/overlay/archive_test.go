package overlay

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/aismm/aismm/internal/config"
)

// A directory and every form of archive give the same files.
func TestEveryFormGivesTheSame(t *testing.T) {
	around, rooted := map[string]string{}, map[string]string{}
	for name, text := range controls {
		around["acme-1.2/"+name] = text
		rooted["/"+name] = text
	}
	dir := write(t, controls)
	for name, data := range map[string][]byte{"a.tar.gz": gzipped(t, tarred(t, controls)), "b.tgz": gzipped(t, tarred(t, around)), "c.tar": tarred(t, rooted), "d.zip": zipped(t, controls)} {
		must(t, os.WriteFile(filepath.Join(dir, name), data, 0o644))
	}
	for at, place := range map[string]string{".": policy, "a.tar.gz": "acme/" + policy, "b.tgz": "acme/acme-1.2/" + policy, "c.tar": "acme/" + policy, "d.zip": "acme/" + policy} {
		o, err := openIn(t, dir, config.Overlay{Path: at})
		if err != nil {
			t.Errorf("%s: %v", at, err)
			continue
		}
		got := map[string]map[string]string{}
		for _, room := range rooms {
			got[room] = read(t, o, room)
		}
		all := map[string]map[string]string{Policies: {"gov/tickets/records.rego": controls[policy], "settings/days.yaml": "days: {}\n"}, Model: {"gov.yaml": "[]\n"},
			Kinds: {"ticket.yaml": "title: Ticket\n"}, Records: {"ticket.csv": "id\nt-1\n"}}
		if !reflect.DeepEqual(got, all) {
			t.Errorf("%s: got %v\nwant %v", at, got, all)
		}
		if got := o.Place(policy); got != place {
			t.Errorf("%s: a policy is at %s, not %s", at, got, place)
		}
		if raw, err := os.ReadFile(filepath.Join(dir, at)); err == nil && o.Digest != digestOf(raw) {
			t.Errorf("%s: digest %s", at, o.Digest)
		}
	}
}

func TestTheDigestOfADirectoryIsOfWhatIsRead(t *testing.T) {
	digest := func(change func(map[string]string)) string {
		files := map[string]string{}
		for name, text := range controls {
			files[name] = text
		}
		change(files)
		o, err := openIn(t, write(t, files), config.Overlay{Path: "."})
		must(t, err)
		return o.Digest
	}
	same := digest(func(map[string]string) {})
	if other := digest(func(f map[string]string) { f["README.md"] = "other" }); other != same {
		t.Error("a file that is not read changes the digest")
	}
	for _, name := range []string{policy, "kinds/ticket.yaml", "records/ticket.csv", "model/gov.yaml"} {
		if digest(func(f map[string]string) { f[name] += "\n" }) == same {
			t.Errorf("%s does not change the digest", name)
		}
	}
}

// entry is one entry of a tar archive.
func entry(h tar.Header) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&h); err != nil {
		panic(err)
	}
	w.Flush()
	return b.Bytes()
}

// bomb unpacks to 10 GiB, and is small: gzip members one after the other are one stream.
func bomb(t *testing.T) []byte {
	t.Helper()
	var member bytes.Buffer
	w, err := gzip.NewWriterLevel(&member, gzip.BestSpeed)
	must(t, err)
	_, err = w.Write(make([]byte, 64<<20))
	must(t, err)
	must(t, w.Close())
	var b bytes.Buffer
	head := entry(tar.Header{Name: "policies/data.bin", Typeflag: tar.TypeReg, Size: 1 << 20})
	b.Write(gzipped(t, head))
	for range 160 {
		b.Write(member.Bytes())
	}
	return b.Bytes()
}

func TestArchivesThatAreRefused(t *testing.T) {
	file := func(name string) tar.Header { return tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644} }
	link := tar.Header{Name: "policies/x.rego", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}
	hard := tar.Header{Name: "policies/x.rego", Typeflag: tar.TypeLink, Linkname: "policies/y.rego"}
	many := func() []byte {
		var b bytes.Buffer
		for i := range 10_001 {
			b.Write(entry(file(fmt.Sprintf("records/%d.csv", i))))
		}
		return b.Bytes()
	}
	var linked bytes.Buffer
	z := zip.NewWriter(&linked)
	h := &zip.FileHeader{Name: "policies/x.rego"}
	h.SetMode(os.ModeSymlink | 0o777)
	f, err := z.CreateHeader(h)
	must(t, err)
	_, err = f.Write([]byte("/etc/passwd"))
	must(t, err)
	must(t, z.Close())
	whole := gzipped(t, tarred(t, controls))
	tooDeep := func(size int64) []byte {
		return entry(tar.Header{Name: "policies/x.rego", Typeflag: tar.TypeReg, Size: size})
	}
	for name, tc := range map[string]struct {
		data []byte
		want string
	}{
		"traversal":        {entry(file("policies/../../x.rego")), `unpack the archive: "policies/../../x.rego" is no name of a file inside of the archive`},
		"double slash":     {entry(file("//etc/x.rego")), `unpack the archive: "//etc/x.rego" is no name of a file inside of the archive`},
		"backslash":        {entry(file(`policies\..\x.rego`)), `unpack the archive: "policies\\..\\x.rego" is no name of a file inside of the archive`},
		"drive":            {zipped(t, map[string]string{`C:/x.rego`: ""}), `unpack the archive: "C:/x.rego" is no name of a file inside of the archive`},
		"symbolic link":    {entry(link), `unpack the archive: "policies/x.rego" is a link; an overlay holds plain files (tar --dereference writes what links point to)`},
		"hard link":        {entry(hard), `unpack the archive: "policies/x.rego" is a link; an overlay holds plain files (tar --dereference writes what links point to)`},
		"link in zip":      {linked.Bytes(), `unpack the archive: "policies/x.rego" is a link; an overlay holds plain files`},
		"device":           {entry(tar.Header{Name: "policies/x.rego", Typeflag: tar.TypeChar}), `unpack the archive: "policies/x.rego" is no plain file`},
		"twice":            {append(entry(file("./model/a.yaml")), entry(file("model/a.yaml"))...), `unpack the archive: "model/a.yaml" is there twice`},
		"too many":         {many(), `unpack the archive: it holds more than 10000 files`},
		"one too large":    {tooDeep(17 << 20), `unpack the archive: policies/x.rego is larger than 16 MiB`},
		"10 GB, announced": {tooDeep(10 << 30), `unpack the archive: policies/x.rego is larger than 16 MiB`},
		"10 GB, hidden":    {bomb(t), `unpack the archive: it unpacks to more than 256 MiB; leave out what is no policy, objective, kind or record`},
		"truncated gzip":   {whole[:len(whole)/2], `the archive is cut off; fetch or pack it again`},
		"without its end":  {whole[:len(whole)-4], `the archive is cut off; fetch or pack it again`},
		"truncated tar":    {tarred(t, controls)[:700], `the archive is cut off; fetch or pack it again`},
		"truncated zip":    {zipped(t, controls)[:300], `the archive is cut off; fetch or pack it again`},
		"no archive":       {[]byte("<html>Sign in</html>"), `it is no archive that can be read: want .tar.gz, .tgz, .tar or .zip`},
		"empty":            {nil, `it is no archive that can be read: want .tar.gz, .tgz, .tar or .zip`},
		"nothing of use":   {tarred(t, map[string]string{"README.md": "x"}), `there is nothing in it that is read: it holds none of policies/, model/, kinds/, records/`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			must(t, os.WriteFile(filepath.Join(dir, "acme.tar.gz"), tc.data, 0o644))
			_, err := openIn(t, dir, config.Overlay{Path: "acme.tar.gz"})
			wantError(t, err, "aismm.yaml:7: overlay acme: "+tc.want)
		})
	}
}

func TestLocalSourcesThatAreRefused(t *testing.T) {
	dir := write(t, controls)
	must(t, os.WriteFile(filepath.Join(dir, "a.tar"), tarred(t, controls), 0o644))
	pinned := "sha256:" + strings.Repeat("0", 64)
	for name, tc := range map[string]struct {
		source config.Overlay
		want   string
	}{
		"missing": {config.Overlay{Path: "contorls"}, "there is no contorls; name a directory or an archive, relative to the configuration file"},
		"pinned directory": {config.Overlay{Path: "model", Digest: pinned},
			"model is a directory, which has no digest to pin; leave digest out, or pack it: tar czf acme.tar.gz -C model ."},
		"another archive": {config.Overlay{Path: "a.tar", Digest: pinned}, "the digest of a.tar is " + digestOf(tarred(t, controls)) +
			", but the configuration pins " + pinned + "; if the change is wanted, look at what changed, and pin the new digest"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := openIn(t, dir, tc.source)
			wantError(t, err, "aismm.yaml:7: overlay acme: "+tc.want)
		})
	}
}
