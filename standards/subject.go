package standards

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"github.com/wardstar/wardstar/internal/database"
	"github.com/wardstar/wardstar/internal/fault"
)

// standing is what a subject says by its newest version.
type standing struct {
	Approval         // zero if there is no version
	last     int     // highest number given so far
	says     Wording // nothing if there is no version
}

// stands returns what a subject says by its newest version.
func (sub subject) stands(ctx context.Context, q sqlx.ExtContext) (st standing, err error) {
	switch sub.kind {
	case OfStandard:
		return standardStands(ctx, q, sub.code)
	case OfSet:
		sets, err := setsOf(ctx, q, sub.post)
		if err != nil {
			return standing{}, err
		}
		set, last := newest(sets)
		return standing{set.Approval, last, Wording{Items: set.entries()}}, nil
	default:
		lists, err := listsOf(ctx, q, sub.post)
		if err != nil {
			return standing{}, err
		}
		list, last := newest(lists)
		return standing{list.Approval, last, Wording{Phrases: list.Phrases}}, nil
	}
}

func standardStands(ctx context.Context, q sqlx.ExtContext, code string) (standing, error) {
	h, err := history(ctx, q, code)
	if fault.Is(err, fault.NotFound) {
		return standing{}, nil
	}
	if err != nil {
		return standing{}, err
	}
	v, last := newest(h.Versions)
	st := standing{v.Approval, last, Wording{Requirement: h.Requirement, Principal: h.Principal}}
	if v.Version > 0 {
		st.says.Text = &v.StandardText
	}
	return st, nil
}

// entries returns a set as an editor would write it.
func (set PostSet) entries() []SetItem {
	out := make([]SetItem, len(set.Items))
	for i, item := range set.Items {
		out[i] = SetItem{Standard: item.Standard, Weight: item.Weight, Target: item.Target}
	}
	return out
}

// before returns what c was written on: its differences are those from then,
// also when it has become a version itself.
func (sub subject) before(ctx context.Context, q sqlx.ExtContext, c Change) (Wording, error) {
	switch sub.kind {
	case OfStandard:
		h, err := history(ctx, q, sub.code)
		if fault.Is(err, fault.NotFound) {
			return Wording{}, nil
		}
		if v, ok := numbered(h.Versions, c.BasedOn); ok {
			return Wording{Text: &v.StandardText}, err
		}
		return Wording{}, err
	case OfSet:
		sets, err := setsOf(ctx, q, sub.post)
		set, _ := numbered(sets, c.BasedOn)
		return Wording{Items: set.entries()}, err
	default:
		lists, err := listsOf(ctx, q, sub.post)
		list, _ := numbered(lists, c.BasedOn)
		return Wording{Phrases: list.Phrases}, err
	}
}

// numbered finds a version by its number.
func numbered[T interface{ approval() Approval }](versions []T, number int) (v T, ok bool) {
	for _, v := range versions {
		if v.approval().Version == number {
			return v, true
		}
	}
	return v, false
}

// become makes w a version of the subject.
func (sub subject) become(ctx context.Context, tx *sqlx.Tx, w Wording, by signed) error {
	switch sub.kind {
	case OfStandard:
		id, err := sub.standard(ctx, tx, w)
		if err != nil {
			return err
		}
		return insertVersion(ctx, tx, id, *w.Text, by)
	case OfSet:
		items, err := resolve(ctx, tx, w.Items)
		if err != nil {
			return err
		}
		return insertSet(ctx, tx, sub.post, items, by)
	default:
		if err := knownStandards(ctx, tx, w.Phrases); err != nil {
			return err
		}
		return insertList(ctx, tx, sub.post, w.Phrases, by)
	}
}

// standard returns the id of the standard, which it creates if there is none.
func (sub subject) standard(ctx context.Context, tx *sqlx.Tx, w Wording) (id int64, err error) {
	ids, err := idsByCode(ctx, tx)
	if err != nil || ids[sub.code] != 0 {
		return ids[sub.code], err
	}
	err = tx.GetContext(ctx, &id, `
		INSERT INTO standards (code, requirement, principal) VALUES ($1, $2, $3) RETURNING id`,
		sub.code, w.Requirement, w.Principal)
	switch {
	case database.Violates(err, "standards_code_key"):
		return 0, edited(1)
	case err != nil:
		return 0, fmt.Errorf("insert standard %s: %w", sub.code, err)
	}
	return id, nil
}

// knownStandards refuses phrases that carry out a standard that there is not.
func knownStandards(ctx context.Context, q sqlx.ExtContext, phrases []Phrase) error {
	ids, err := idsByCode(ctx, q)
	if err != nil {
		return err
	}
	out := map[string]string{}
	for i, p := range phrases {
		if p.Standard != "" && ids[p.Standard] == 0 {
			out[fmt.Sprintf("phrases[%d].standard", i)] = fmt.Sprintf("there is no standard %q", p.Standard)
		}
	}
	return invalid(out)
}

// array is pq.Array, but NULL for nil.
func array(list []string) any {
	if list == nil {
		return nil
	}
	return pq.Array(list)
}
