package standards

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
)

var requirement = regexp.MustCompile(`^([A-Z][1-9][0-9]?)?$`)

// check returns what is wrong with a file for a hospital that has the given
// standards and speaks its own language, in the order of the lines.
func (d decoded) check(there map[string]int64, own string) []Problem {
	codes := map[string]bool{}
	for code := range there {
		codes[code] = true
	}
	out := d.checkStandards(codes)
	out = append(out, d.checkPosts(codes)...)
	out = append(out, d.checkPhrases(codes, own)...)
	slices.SortStableFunc(out, func(a, b Problem) int { return a.Line - b.Line })
	return out
}

// at turns problems by JSON name into problems by line; prefix is the entry
// and rename what the file calls a field otherwise.
func (d decoded) at(out []Problem, prefix string, found map[string]string, rename func(string) string) []Problem {
	for name, message := range found {
		path := rename(name)
		out = append(out, Problem{d.line(prefix + "." + path), path + ": " + message})
	}
	slices.SortFunc(out, func(a, b Problem) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return strings.Compare(a.Message, b.Message)
	})
	return out
}

func same(name string) string { return name }

// checkStandards adds the codes that the file brings.
func (d decoded) checkStandards(codes map[string]bool) (out []Problem) {
	seen := map[string]bool{}
	for i, c := range d.Standards {
		found := map[string]string{}
		c.text().check(found)
		switch {
		case !slug.MatchString(c.Code):
			found["code"] = "use small letters, digits and hyphens"
		case seen[c.Code]:
			found["code"] = c.Code + " is in the file already"
		}
		if !requirement.MatchString(c.Requirement) {
			found["requirement"] = "a letter and a number, such as A1"
		}
		if c.TargetShare != 0 && !fourPlaces(c.TargetShare) {
			found["targetShare"] = "a share of 1 with at most four digits behind the point, such as 0.95"
		}
		seen[c.Code], codes[c.Code] = true, true
		out = d.at(out, fmt.Sprintf("standards[%d]", i), found, same)
	}
	return out
}

func (d decoded) checkPosts(codes map[string]bool) (out []Problem) {
	seen := map[string]bool{}
	for i, p := range d.Posts {
		found := map[string]string{}
		checkItems(found, p.items())
		for j, item := range p.Standards {
			if !codes[item.Standard] {
				found[fmt.Sprintf("items[%d].standard", j)] = fmt.Sprintf("there is no standard %q, neither here nor in the file", item.Standard)
			}
			if !fourPlaces(item.Target) {
				found[fmt.Sprintf("items[%d].target", j)] = "a share of 1 with at most four digits behind the point, such as 0.95"
			}
		}
		if seen[p.Code] {
			found["code"] = p.Code + " is in the file already"
		}
		seen[p.Code] = true
		out = d.at(out, fmt.Sprintf("posts[%d]", i), found, func(name string) string {
			return strings.Replace(name, "items", "standards", 1)
		})
	}
	return out
}

func (d decoded) checkPhrases(codes map[string]bool, own string) (out []Problem) {
	seen := map[string]bool{}
	for i, list := range d.Phrases {
		found := map[string]string{}
		checkPhrases(found, list.Phrases, own)
		for j, p := range list.Phrases {
			if p.Standard != "" && !codes[p.Standard] {
				found[fmt.Sprintf("phrases[%d].standard", j)] = fmt.Sprintf("there is no standard %q, neither here nor in the file", p.Standard)
			}
		}
		if len(list.Phrases) == 0 {
			found["phrases"] = "there are none"
		}
		if seen[list.Post] {
			found["post"] = "the phrases of " + list.Post + " are in the file already"
		}
		seen[list.Post] = true
		out = d.at(out, fmt.Sprintf("phrases[%d]", i), found, same)
	}
	return out
}

// fourPlaces reports whether a share is stored as it is written.
func fourPlaces(share float64) bool {
	return math.Abs(share*10000-math.Round(share*10000)) < 1e-6
}
