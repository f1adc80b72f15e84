// Package frontend holds the built console. The patients' pages are in its
// subpackage patient.
package frontend

import (
	"embed"
	"io/fs"
)

// The folder is in the repository with a .gitkeep only, so that the server also
// builds where nobody has built the console.
//
//go:embed all:console/dist
var files embed.FS

// Console returns what building the console has left in console/dist, and
// whether it was built at all.
func Console() (fs.FS, bool) {
	dist, err := fs.Sub(files, "console/dist")
	if err != nil {
		panic(err) // the path is a constant and valid
	}
	return dist, built(dist)
}

// built tells whether dist has the page that loads everything else.
func built(dist fs.FS) bool {
	info, err := fs.Stat(dist, "index.html")
	return err == nil && info.Mode().IsRegular()
}
