package periods

import (
	"context"
	"time"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/texts"
)

// Ranking compares the people of a period with their peers. Scores and
// shares are ten-thousandths: 700000 is 70.0000 points, 8000 is 80 %.
type Ranking struct {
	Period     string     `json:"period"`
	Status     string     `json:"status"`
	ComputedAt time.Time  `json:"computedAt"`
	Evidence   Evidence   `json:"evidence"`
	Scheme     SchemeName `json:"scheme"`
	Method     string     `json:"method"`    // the algorithm, by which the figures can be reproduced
	Threshold  int        `json:"threshold"` // ratings from which a person is shown
	Warnings   []Warning  `json:"warnings"`  // what the models had to leave out
	Groups     []Group    `json:"groups"`
}

// Evidence counts what a computation read. Ratings is null where it would
// tell how many one person has.
type Evidence struct {
	Ratings  *int `json:"ratings"`
	Findings int  `json:"findings"`
	Credits  int  `json:"credits"`
}

// Warning is what a model did otherwise than it was asked to. Codes are those of
// package evaluation: disconnected, factorAtBoundary, …
type Warning struct {
	Component string `json:"component"`
	Code      string `json:"code"`
	Subject   string `json:"subject"` // a factor, if there is one
	Message   string `json:"message"` // in English
}

// Group is a post family: people who are ranked together. Where no observer of
// spot checks, directly or through others, has seen two people of it, they can't
// be compared: each part of the family is a group of its own, then. Its mean, with the
// 95 % interval, is over everybody who is ranked, seen by the reader or not.
type Group struct {
	Family    string            `json:"family"` // as in nursing; its second part: nursing#2
	Part      int               `json:"part"`   // of the family, from 1
	PostNames []texts.Localized `json:"postNames"`
	Mean      int               `json:"mean"`
	MeanLow   int               `json:"meanLow"`
	MeanHigh  int               `json:"meanHigh"`
	Places    int               `json:"places"` // what topProbability is about: being among the best so many
	Rows      []Standing        `json:"rows"`   // best first
	TooFew    []TooFew          `json:"tooFew"` // those with fewer ratings than the threshold
}

// Standing is a person's place among their peers.
type Standing struct {
	EmployeeID      int64           `json:"employeeId"      db:"employee_id"`
	Number          string          `json:"number"          db:"number"`
	Name            string          `json:"name"            db:"name"`
	LatinName       string          `json:"latinName"       db:"latin_name"`
	DepartmentID    int64           `json:"departmentId"    db:"department_id"`
	Department      texts.Localized `json:"department"      db:"department"`
	Post            texts.Localized `json:"post"            db:"post"`
	Score           int             `json:"score"           db:"score"`
	Low             int             `json:"low"             db:"low"` // 95 % interval
	High            int             `json:"high"            db:"high"`
	RankLow         int             `json:"rankLow"         db:"rank_low"` // the ranks that the person may have in truth
	RankHigh        int             `json:"rankHigh"        db:"rank_high"`
	Band            int             `json:"band"            db:"band"`            // those with the same cannot be told apart
	Position        string          `json:"position"        db:"position"`        // above, same or below the group's mean
	TopProbability  int             `json:"topProbability"  db:"top_probability"` // of truly being among the best places
	Reliability     int             `json:"reliability"     db:"reliability"`
	Ratings         int             `json:"ratings"         db:"ratings"`
	Visits          int             `json:"visits"          db:"visits"`
	SpotChecks      int             `json:"spotChecks"      db:"spot_checks"`
	Observers       int             `json:"observers"       db:"observers"`
	TrainingMinutes int             `json:"trainingMinutes" db:"training_minutes"`
	Star            bool            `json:"star"            db:"star"`
	StarTier        string          `json:"starTier"        db:"tier"`        // the highest one awarded; empty: none
	Established     bool            `json:"established"     db:"established"` // enough evidence to be paid by
	Gates           Gates           `json:"gates"           db:"gates"`
}

// TooFew is a person whose score stays hidden.
type TooFew struct {
	EmployeeID int64           `json:"employeeId"`
	Name       string          `json:"name"`
	LatinName  string          `json:"latinName"`
	Department texts.Localized `json:"department"`
	Post       texts.Localized `json:"post"`
	Star       bool            `json:"star"`
	Ratings    *int            `json:"ratings"` // null: fewer than five, or so that those cannot be worked out
}

// AskRanking says of which period, and of whom.
type AskRanking struct {
	Name         string `params:"name"      validate:"required,len=7"`
	Family       string `query:"family"     validate:"omitempty,max=48"`
	DepartmentID int64  `query:"department" validate:"omitempty,min=1"` // and all departments below it
}

// Ranking returns the standings that the actor may see, as last computed.
func (s *Service) Ranking(ctx context.Context, actor accounts.Actor, in AskRanking) (Ranking, error) {
	p, c, err := latest(ctx, s.DB, in.Name)
	if err != nil {
		return Ranking{}, err
	}
	all, err := standings(ctx, s.DB, c.ID, actor.Reach, in)
	if err != nil {
		return Ranking{}, err
	}
	hidden, total, err := hiddenCounts(ctx, s.DB, c)
	if err != nil {
		return Ranking{}, err
	}
	r := Ranking{
		Warnings: c.Warnings.told(),
		Period:   p.Name, Status: p.Status, ComputedAt: c.ComputedAt, Scheme: c.Scheme, Method: c.Algorithm, Threshold: c.ShownFrom,
		Evidence: Evidence{Ratings: &c.Ratings, Findings: c.Findings, Credits: c.Credits},
		Groups:   group(all, c.Families, hidden),
	}
	if total {
		r.Evidence.Ratings = nil
	}
	return r, nil
}

// group puts the standings, which come ordered by family, under their families.
func group(all []standing, families []family, hidden map[int64]bool) []Group {
	out := []Group{}
	for _, f := range families {
		_, part := familyOf(f.Family)
		g := Group{
			Family: f.Family, Part: part, PostNames: []texts.Localized{}, Rows: []Standing{}, TooFew: []TooFew{},
			Mean: f.Mean, MeanLow: f.MeanLow, MeanHigh: f.MeanHigh, Places: f.Places,
		}
		for _, st := range all {
			if st.Family == f.Family {
				g.add(st, hidden[st.EmployeeID])
			}
		}
		if len(g.Rows)+len(g.TooFew) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func (g *Group) add(st standing, hidden bool) {
	g.addPost(st)
	if st.Ranked {
		g.Rows = append(g.Rows, st.Standing)
		return
	}
	few := TooFew{
		EmployeeID: st.EmployeeID, Name: st.Name, LatinName: st.LatinName, Department: st.Department, Post: st.Post,
		Star: st.Star,
	}
	if !hidden {
		few.Ratings = &st.Ratings
	}
	g.TooFew = append(g.TooFew, few)
}

func (g *Group) addPost(st standing) {
	for _, name := range g.PostNames {
		if name[texts.English] == st.Post[texts.English] {
			return
		}
	}
	g.PostNames = append(g.PostNames, st.Post)
}

func notComputed(name string) error {
	return fault.Errorf(fault.NotFound, "%s has not been computed yet", name)
}
