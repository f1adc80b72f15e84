package frontend

import (
	"io/fs"
	"testing"
	"testing/fstest"
)

func TestConsole(t *testing.T) {
	dist, ok := Console()
	if _, err := fs.Stat(dist, ".gitkeep"); err != nil {
		t.Errorf("console/dist is not at the root: %v", err)
	}
	if _, err := fs.Stat(dist, "index.html"); (err == nil) != ok {
		t.Errorf("built = %t, but index.html: %v", ok, err)
	}
}

func TestBuilt(t *testing.T) {
	for _, test := range []struct {
		name string
		dist fstest.MapFS
		want bool
	}{
		{"not built", fstest.MapFS{".gitkeep": {}}, false},
		{"built", fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}, true},
		{"a folder of that name", fstest.MapFS{"index.html/a": {}}, false},
	} {
		if got := built(test.dist); got != test.want {
			t.Errorf("%s: %t, want %t", test.name, got, test.want)
		}
	}
}
