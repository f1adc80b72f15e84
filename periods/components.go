package periods

import (
	"cmp"
	"encoding/binary"
	"strconv"

	"github.com/wardstar/wardstar/evaluation"
)

// The components whose differences between people are modelled.
const (
	ratings = "ratings"
	audits  = "audits"
)

// model says which evidence a component is made of and how a row of it reads
// as an observation.
type model struct {
	kind    string
	spec    evaluation.ComponentSpec
	observe func(e *evidence) evaluation.Observation
}

// models returns the components that are fitted, in the order in which they
// are stored and shown.
func models() []model {
	return []model{
		{ratingKind, evaluation.RatingsSpec(), observeRating},
		{findingKind, evaluation.AuditsSpec(), observeFinding},
	}
}

func observeRating(e *evidence) evaluation.Observation {
	return evaluation.Observation{
		ID: e.SourceID, Employee: e.EmployeeID, Value: e.points(), Weight: e.weight(),
		Fixed: []string{
			strconv.FormatInt(e.DepartmentID, 10), strconv.FormatInt(e.PostID, 10),
			e.TouchpointKind.String, e.Shift.String, e.Channel.String, e.Language.String,
		},
		Random: []int64{visit(e.Rater)},
	}
}

func observeFinding(e *evidence) evaluation.Observation {
	return evaluation.Observation{
		ID: e.SourceID, Employee: e.EmployeeID, Value: int64(e.Value) * evaluation.Unit, Weight: e.weight(),
		Fixed:  []string{strconv.FormatInt(e.StandardVersion.Int64, 10)}, // another version asks another thing
		Random: []int64{e.SpotCheckID.Int64, e.ObserverID.Int64, e.DepartmentID},
	}
}

// points returns what the row is worth, in micro-points.
func (e *evidence) points() int64 {
	if e.level.Valid {
		return e.level.V
	}
	return int64(e.Value) * evaluation.Unit
}

// weight returns what the row weighs under the scheme, in micro-units: Unit is one.
func (e *evidence) weight() int64 { return cmp.Or(e.weighs, e.ownWeight()) }

// ownWeight returns what the row weighs by its source alone.
func (e *evidence) ownWeight() int64 { return int64(e.Weight) * (evaluation.Unit / fullWeight) }

// visit numbers a visit by the first 63 bits of its keyed hash, which no two
// visits of a hospital share.
func visit(hash []byte) int64 {
	if len(hash) < 8 {
		return 0 // of no visit
	}
	return int64(binary.BigEndian.Uint64(hash)>>1) | 1
}

// observations returns the rows of the model's kind, in their order.
func (m *model) observations(rows []evidence) []evaluation.Observation {
	var out []evaluation.Observation
	for i := range rows {
		if rows[i].Kind == m.kind {
			out = append(out, m.observe(&rows[i]))
		}
	}
	return out
}
