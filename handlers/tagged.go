package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/accounts"
)

// undated is an answer that says when it was made, beside what it is about.
type undated interface {
	Undated() any // without that
}

// withTag sends what an operation returns with a tag of its content, or 304 and
// nothing if the caller has just that. The time at which it was asked for is no
// part of the tag: it would make every answer a new one. Whoever is told 304
// knows from its Date as of when the old answer still holds.
//
// The browser may keep the answer, for this caller alone, and has to ask each
// time whether it still holds: a name that left the roster is gone at once.
func withTag[In any, Out undated](do operation[In, Out]) responder[In] {
	return func(c *fiber.Ctx, ctx context.Context, actor accounts.Actor, in In, status int) error {
		out, err := do(ctx, actor, in)
		if err != nil {
			return err
		}
		content, err := json.Marshal(out.Undated())
		if err != nil {
			return fmt.Errorf("tag the answer: %w", err)
		}
		sum := sha256.Sum256(content)
		tag := `"` + base64.RawURLEncoding.EncodeToString(sum[:]) + `"`
		c.Set("ETag", tag)
		c.Set("Cache-Control", "private, no-cache")
		if holds(c.Get("If-None-Match"), tag) {
			c.Status(fiber.StatusNotModified)
			return nil
		}
		return c.Status(status).JSON(out)
	}
}

// holds reports whether one of the tags that a caller has is the given one. A
// proxy that compresses may have made a weak tag of it.
func holds(ifNoneMatch, tag string) bool {
	for have := range strings.SplitSeq(ifNoneMatch, ",") {
		if have = strings.TrimSpace(have); have == "*" || strings.TrimPrefix(have, "W/") == tag {
			return true
		}
	}
	return false
}
