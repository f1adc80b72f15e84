package demo

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
	"unicode"

	"github.com/google/uuid"
)

// Thanks is how many times colleagues have thanked each other, besides those whom
// the person who signs in as staff finds.
const Thanks = 150

// thanked are words of thanks, and what for: a standard's code, or none.
type thanked struct{ words, standard string }

// forStaff is what the person who signs in as staff finds, the latest first, from
// whoever signs in in another role.
var forStaff = []struct {
	from string
	ago  int // days
	thanked
}{
	{"supervisor", 2, thanked{"夜班两点，12 床的老先生一个人站在走廊里，您一路扶他回房，还陪他说了几句话。谢谢。", "help-elderly-mobility"}},
	{"trainer", 9, thanked{"謝謝您帶新同事實作五秒回應，示範得很自然，大家都看懂了。", "five-second-response"}},
	{"quality", 16, thanked{"巡查那天很忙，您仍然先起身、先开口。患者走的时候是笑着的。", "ask-first"}},
	{"service-centre", 31, thanked{"보호자 전화에 끝까지 차분하게 응대해 주셔서 큰 도움이 되었습니다. 감사합니다.", "listening"}},
	{"leadership", 45, thanked{"Thank you for staying an hour longer so that nobody was handed over in a hurry.", ""}},
}

// forOthers is what supervisors write, by language.
var forOthers = map[string][]thanked{
	"zh-CN": {{"三米外就看到您在微笑，患者一下子放松了。", "three-metre-smile"}, {"一遍一遍地解释，一点没有不耐烦。", "plain-words"}, {"主动帮家属推轮椅到检查室。", "help-elderly-mobility"},
		{"首问负责做得很好，亲自把人带到了窗口。", "first-asked-responsibility"}, {"临时顶班，辛苦了！", ""}, {"谢谢您帮新同事熟悉流程。", ""}},
	"ko": {{"바쁜 시간에도 먼저 다가가 도와주셨어요.", "ask-first"}, {"어려운 말을 쉽게 풀어 설명해 주셔서 감사합니다.", "plain-words"}, {"갑작스러운 근무 교대, 정말 고마웠습니다.", ""}},
	"en": {{"You walked them all the way to imaging instead of pointing.", "first-asked-responsibility"}, {"A frightened child was calm within a minute. Thank you.", "listening"}, {"Thanks for covering on short notice.", ""}},
}

// thanks is one time that somebody was thanked.
type thanks struct {
	thanked
	key  uuid.UUID
	from int64
	of   *person
	at   time.Time
}

// thanks has supervisors thank others now and then.
func (m *maker) thanks(ctx context.Context) error {
	versions, err := m.versions(ctx)
	if err != nil {
		return err
	}
	rng := m.chance(chanceThanks)
	list, err := m.thanksForStaff(ctx, rng)
	if err != nil {
		return err
	}
	observers := slices.DeleteFunc(slices.Clone(m.staff), func(p *person) bool { return !p.supervisor })
	days := m.o.Today.Sub(m.months[0])
	for end := len(list) + Thanks; len(list) < end; {
		day := m.months[0].AddDays(rng.IntN(days))
		by, of := pick(rng, observers), pick(rng, m.staff)
		if by == of || of.hired > day {
			continue
		}
		list = append(list, thanks{pick(rng, forOthers[writes(by)]), uuid.UUID(bytes16(rng)), by.id, of,
			day.In(m.zone).Add(8*time.Hour + time.Duration(rng.IntN(12*3600))*time.Second)})
	}
	slices.SortStableFunc(list, func(a, b thanks) int { return a.at.Compare(b.at) })
	columns := []string{"key", "content_hash", "from_id", "employee_id", "posting_id", "department_id", "standard_version_id", "words", "at", "recorded_at"}
	return m.copyIn(ctx, "recognitions", columns, len(list), func(i int) []any {
		t := list[i]
		hash := sha256.Sum256(t.key[:])
		return []any{t.key.String(), hash[:], t.from, t.of.id, t.of.posting, m.units[t.of.unit].id, versions[t.standard], t.words, t.at, t.at.Add(20 * time.Second)}
	})
}

// thanksForStaff are those that whoever signs in as staff finds.
func (m *maker) thanksForStaff(ctx context.Context, rng *rand.Rand) (list []thanks, err error) {
	staff, err := m.signedInAs(ctx, "staff")
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(m.staff, func(p *person) bool { return p.id == staff })
	for _, t := range forStaff {
		from, err := m.signedInAs(ctx, t.from)
		if err != nil {
			return nil, err
		}
		if from == staff {
			continue // where nobody has an account
		}
		list = append(list, thanks{t.thanked, uuid.UUID(bytes16(rng)), from, m.staff[at],
			m.o.Today.AddDays(-t.ago).In(m.zone).Add(time.Duration(9+t.ago%8) * time.Hour)})
	}
	return list, nil
}

// versions returns the first version of each standard by its code, and none of "".
func (m *maker) versions(ctx context.Context) (map[string]any, error) {
	var rows []struct {
		Code string `db:"code"`
		ID   int64  `db:"id"`
	}
	if err := m.tx.SelectContext(ctx, &rows, `
		SELECT s.code, v.id FROM standards s JOIN standard_versions v ON v.standard_id = s.id AND v.version = 1`); err != nil {
		return nil, fmt.Errorf("read versions: %w", err)
	}
	out := map[string]any{"": nil}
	for _, r := range rows {
		out[r.Code] = r.ID
	}
	return out, nil
}

// writes returns the language that somebody writes in, by the script of their name.
func writes(p *person) string {
	for _, r := range p.name {
		switch {
		case unicode.Is(unicode.Hangul, r):
			return "ko"
		case unicode.Is(unicode.Han, r):
			return "zh-CN"
		}
	}
	return "en"
}
