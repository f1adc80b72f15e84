package feedback

import (
	"crypto/hmac"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/wardstar/wardstar/internal/fault"
	"github.com/wardstar/wardstar/internal/secrets"
	"github.com/wardstar/wardstar/internal/worktime"
)

// DeviceTTL is how long the device's cookie lives: no longer than it takes to
// recognise a phone on the same day.
const DeviceTTL = 24 * time.Hour

// A page key may be used for keyTTL. Clocks of two servers may differ by keySkew.
const (
	keyTTL  = 24 * time.Hour
	keySkew = 5 * time.Minute
)

const (
	deviceSize = 16
	idSize     = 12
	markSize   = 8
	openSize   = idSize + 4 + markSize
	macSize    = 16
	keySize    = openSize + macSize
)

var encoding = base64.RawURLEncoding

// NewDevice returns a value for the cookie that recognises a phone during one
// day. It is random and means nothing by itself.
func NewDevice() string {
	b := make([]byte, deviceSize)
	rand.Read(b)
	return encoding.EncodeToString(b)
}

// phoneOf returns what a cookie says, or nil if it is none of ours.
func phoneOf(device string) []byte {
	b, err := encoding.DecodeString(device)
	if err != nil || len(b) != deviceSize {
		return nil
	}
	return b
}

// pageKey is what a page hands to the browser and gets back with each tap. It
// stands for the phone where that keeps no cookies, and its time of issue
// decides the day: two taps around midnight are one vote.
//
// The mark binds it to the phone that was shown the page. Otherwise one page
// would be good for as many votes as somebody can make up cookies.
type pageKey struct {
	id     [idSize]byte
	issued time.Time
	mark   [markSize]byte
}

// signer makes and reads what goes through the patient's browser, and hashes
// what must not be stored as it is.
type signer struct {
	page, vote, visit, callback, device, network, spender, invitation func(parts ...[]byte) []byte

	token *tokenSigner
}

func newSigner(k *secrets.Keys) signer {
	return signer{
		page: k.MAC("page key"), vote: k.MAC("vote"), visit: k.MAC("visit"), callback: k.MAC("callback"),
		device: k.MAC("device"), network: k.MAC("network"), spender: k.MAC("spender"), invitation: k.MAC("invitation"),
		token: newTokenSigner(k),
	}
}

// newPageKey returns a key for the phone with that cookie.
func (g signer) newPageKey(now time.Time, device string) pageKey {
	k := pageKey{issued: now.Truncate(time.Second)}
	rand.Read(k.id[:])
	k.mark = g.mark(k, phoneOf(device))
	return k
}

func (g signer) mark(k pageKey, phone []byte) (mark [markSize]byte) {
	copy(mark[:], g.page([]byte("phone"), k.id[:], phone))
	return mark
}

// encode returns the key in the form of a URL parameter, valid on the pages of
// one code or one visit only.
func (g signer) encode(k pageKey, context string) string {
	b := make([]byte, 0, keySize)
	b = append(b, k.id[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(k.issued.Unix()))
	b = append(b, k.mark[:]...)
	b = append(b, g.page(b, []byte(context))[:macSize]...)
	return encoding.EncodeToString(b)
}

// decode returns the key that encode wrote for the same code or visit.
func (g signer) decode(text, context string, now time.Time) (pageKey, error) {
	b, err := encoding.DecodeString(text)
	if err != nil || len(b) != keySize ||
		!hmac.Equal(b[openSize:], g.page(b[:openSize], []byte(context))[:macSize]) {
		return pageKey{}, fault.Field("k", "this form is not ours; open the page again")
	}
	k := pageKey{issued: time.Unix(int64(binary.BigEndian.Uint32(b[idSize:])), 0)}
	copy(k.id[:], b)
	copy(k.mark[:], b[idSize+4:])
	if age := now.Sub(k.issued); age > keyTTL || age < -keySkew {
		return pageKey{}, fault.Field("k", "this form has expired; open the page again")
	}
	return k, nil
}

// ballot says who votes, without saying who it is.
type ballot struct{ vote, visit, device [16]byte }

// who returns the phone, as far as it can be recognised: one without a cookie, or
// with another than the page was made for, is known by its page key.
func (g signer) who(device string, k pageKey) []byte {
	if phone := phoneOf(device); phone != nil && g.mark(k, phone) == k.mark {
		return append([]byte("cookie "), phone...)
	}
	return append([]byte("key "), k.id[:]...)
}

// ballot hashes the phone, the day and the subject, with the month's salt.
func (g signer) ballot(who []byte, day worktime.Day, subject, salt []byte) (out ballot) {
	copy(out.vote[:], g.vote(salt, who, []byte(day), subject))
	copy(out.visit[:], g.visit(salt, who, []byte(day)))
	copy(out.device[:], g.device(salt, who))
	return out
}

// visited replaces whose vote and visit it is by those of a token: whichever phone
// spends it, there is one vote for each person met.
func (out *ballot) visited(g signer, p *proof, subject, salt []byte) {
	visit := append([]byte("token "), p.bytes()...)
	copy(out.vote[:], g.vote(salt, visit, []byte(p.spentOn), subject))
	copy(out.visit[:], g.visit(salt, visit, []byte(p.spentOn)))
}

// from hashes the network that a vote came from; nil if it isn't known.
func (g signer) from(network string, salt []byte) []byte {
	if network == "" {
		return nil
	}
	return g.network(salt, []byte(subnet(network)))[:16]
}
