package feedback

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/lib/pq"
	"golang.org/x/text/width"

	"github.com/wardstar/wardstar/internal/fault"
)

const (
	mostWords   = 500 // characters
	mostTags    = 12
	mostRemarks = 20 // on one vote
	lowScore    = 3  // up to which a patient may ask to be called
)

// NewRemark is what a patient adds to a rating. All of it is optional.
type NewRemark struct {
	Code    string
	Key     string // the page's
	Device  string // the cookie; "" if the browser keeps none
	Network string // the address it came from; "" is not limited
	Visit   string // the token that proves a visit; "": a code was scanned
	Tags    []string
	Words   string
	Publish bool   // the words may be shown in public
	Contact string // a telephone number to be called back at
}

// Remark stores what a patient adds to the rating of this page, which must
// exist; otherwise it is fault.Conflict. The last remark counts, and what it
// replaces is gone; one without words and tags takes back what was said.
//
// A contact is stored encrypted, and nothing in the database links it to the
// rating: whoever calls back learns the department and the hour.
func (s *Service) Remark(ctx context.Context, in NewRemark) error {
	now := s.Now()
	if err := s.taps.allow(in.Network, now); err != nil {
		return err
	}
	tags, words, contact, err := s.checkRemark(in)
	if err != nil {
		return err
	}
	b, err := s.find(ctx, in.Code)
	if err != nil {
		return err
	}
	p, err := s.proveAt(ctx, b, in.Visit, in.Network)
	if err != nil {
		return err
	}
	key, err := s.signer.decode(in.Key, p.context(b.Code), now)
	if err != nil {
		return err
	}
	if err := s.mine(ctx, p, key, in.Device); err != nil {
		return err
	}
	said, vote, err := s.rated(ctx, b, key, in.Device, p)
	if err != nil {
		return err
	}
	if contact != "" {
		if said.Score > lowScore {
			return fault.Field("tel", "only for those who were not satisfied")
		}
		if err := s.askForCall(ctx, b.departmentID, key, contact); err != nil {
			return err
		}
	}
	if len(tags) == 0 && words == "" {
		return s.takeBack(ctx, vote)
	}
	return s.insertRemark(ctx, vote, said.Version, remark{tags: tags, words: words, publish: in.Publish && words != ""})
}

func (s *Service) checkRemark(in NewRemark) (tags []string, words, contact string, err error) {
	tags = append([]string{}, in.Tags...) // nil would be NULL
	slices.Sort(tags)
	tags = slices.Compact(tags)
	if len(tags) > mostTags || slices.ContainsFunc(tags, func(t string) bool { return !s.Tags[t] }) {
		return nil, "", "", fault.Field("tag", "choose among those on the page")
	}
	if words = clean(in.Words); utf8.RuneCountInString(words) > mostWords {
		return nil, "", "", fault.Field("comment", "at most %d characters", mostWords)
	}
	if contact, err = telephone(in.Contact); err != nil {
		return nil, "", "", err
	}
	return tags, words, contact, nil
}

// rated returns the vote of this page and what counts of it.
func (s *Service) rated(ctx context.Context, b subject, key pageKey, device string, p *proof) (version, [16]byte, error) {
	paper, err := s.ballot(ctx, b, key, device, p)
	if err != nil {
		return version{}, [16]byte{}, err
	}
	last, err := s.lastVersion(ctx, paper.vote)
	if err == nil && last.Version == 0 {
		err = fault.Errorf(fault.Conflict, "rate first, then say more")
	}
	return last, paper.vote, err
}

// remark is what is stored of a NewRemark.
type remark struct {
	tags    []string
	words   string
	publish bool
}

// insertRemark stores a remark. The words that it replaces are gone, as whoever
// wrote them expects: the row stays, because they are counted.
func (s *Service) insertRemark(ctx context.Context, vote [16]byte, version int, r remark) error {
	var added int
	err := s.DB.GetContext(ctx, &added, `
		WITH added AS (
			INSERT INTO remarks (vote, version, tags, words, publish)
			SELECT $1, $2, $3, $4, $5 WHERE (SELECT count(*) FROM remarks WHERE vote = $1) < $6
			RETURNING id),
		replaced AS (
			UPDATE remarks SET tags = '{}', words = '', publish = false WHERE vote = $1 AND EXISTS (SELECT FROM added))
		SELECT count(*) FROM added`,
		vote[:], version, pq.StringArray(r.tags), r.words, r.publish, mostRemarks)
	switch {
	case err != nil:
		return fmt.Errorf("insert remark: %w", err)
	case added == 0:
		return fault.Errorf(fault.TooMany, "this remark has been changed too often")
	}
	return nil
}

// takeBack removes what was said beside a rating. That can't be done too often.
func (s *Service) takeBack(ctx context.Context, vote [16]byte) error {
	if _, err := s.DB.ExecContext(ctx, `
		UPDATE remarks SET tags = '{}', words = '', publish = false WHERE vote = $1 AND (words <> '' OR tags <> '{}')`, vote[:]); err != nil {
		return fmt.Errorf("take back a remark: %w", err)
	}
	return nil
}

// askForCall stores a wish to be called back, once per page and number. It is
// a statement of its own: rows of one transaction can be told to belong together.
func (s *Service) askForCall(ctx context.Context, departmentID int64, key pageKey, contact string) error {
	id, err := uuid.FromBytes(s.signer.callback(key.id[:], []byte(contact))[:16])
	if err != nil {
		return fmt.Errorf("id of callback: %w", err)
	}
	sealed, err := s.Keys.Encrypt([]byte(contact), id[:])
	if err != nil {
		return err
	}
	_, err = s.DB.ExecContext(ctx, `
		INSERT INTO callbacks (id, department_id, contact, requested_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (id) DO NOTHING`,
		id, departmentID, sealed, s.Now().UTC().Truncate(time.Hour))
	if err != nil {
		return fmt.Errorf("insert callback: %w", err)
	}
	return nil
}

// clean takes out what is not text: control characters but for line breaks,
// the marks that turn the direction of writing around, broken UTF-8.
func clean(words string) string {
	words = strings.ReplaceAll(strings.ToValidUTF8(words, ""), "\r\n", "\n")
	words = strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, words)
	return strings.TrimSpace(words)
}

// telephone returns the digits of a number, with the + of a country.
func telephone(typed string) (string, error) {
	number := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -()./\u00a0", r) {
			return -1
		}
		return r
	}, width.Narrow.String(typed))
	if number == "" {
		return "", nil
	}
	digits := strings.TrimPrefix(number, "+")
	notDigit := func(r rune) bool { return r < '0' || r > '9' }
	if len(digits) < 6 || len(digits) > 15 || strings.ContainsFunc(digits, notDigit) {
		return "", fault.Field("tel", "a telephone number has 6 to 15 digits")
	}
	return number, nil
}
