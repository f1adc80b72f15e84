package handlers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"
	"github.com/gofiber/fiber/v2"

	"github.com/wardstar/wardstar/internal/fault"
)

// bind fills in from the request and validates it. The path is read last, so
// that nothing in the query or the body can overrule it.
func bind(c *fiber.Ctx, in any) error {
	if c.Method() == fiber.MethodGet {
		if err := knownQuery(c, reflect.TypeOf(in).Elem()); err != nil {
			return err
		}
		if err := c.QueryParser(in); err != nil {
			return malformedQuery(err)
		}
	} else if len(c.BodyRaw()) > 0 {
		if !c.Is("json") { // forms, too, can be posted from another site
			return fault.Errorf(fault.Invalid, "the body is not JSON: send Content-Type: application/json")
		}
		if err := decodeStrictly(c.BodyRaw(), in); err != nil {
			return malformed(err)
		}
	}
	return bindPath(c, in)
}

// bindPath fills in from the path and validates it.
func bindPath(c *fiber.Ctx, in any) error {
	if err := c.ParamsParser(in); err != nil {
		return fault.Errorf(fault.NotFound, "there is no such address") // /employees/abc
	}
	return check(in)
}

// knownQuery refuses parameters that the operation does not have: a typing
// error in a filter would otherwise answer with everything.
func knownQuery(c *fiber.Ctx, in reflect.Type) error {
	known := map[string]bool{}
	for _, f := range reflect.VisibleFields(in) {
		known[f.Tag.Get("query")] = true
	}
	unknown := map[string]string{}
	c.Context().QueryArgs().VisitAll(func(key, _ []byte) {
		if !known[string(key)] {
			unknown[string(key)] = "unknown parameter"
		}
	})
	if len(unknown) > 0 {
		return &fault.Error{Kind: fault.Invalid, Message: "some parameters are not known", Fields: unknown}
	}
	return nil
}

// decodeStrictly decodes one JSON value whose every field is known.
func decodeStrictly(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.More() {
		return errors.New("more than one value")
	}
	return nil
}

// malformedQuery names the parameters that are not of their type.
func malformedQuery(err error) error {
	fields := map[string]string{}
	if several, ok := errors.AsType[fiber.MultiError](err); ok {
		for _, err := range several {
			if e, ok := errors.AsType[fiber.ConversionError](err); ok {
				fields[e.Key] = "must be " + words(e.Type)
			}
		}
	}
	return &fault.Error{Kind: fault.Invalid, Message: "the query is malformed", Fields: fields}
}

// malformed says in words, and by field where there is one, why JSON was refused.
func malformed(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && e.Field != "" {
		return fault.Field(e.Field, "must be %s", words(e.Type))
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fault.Field(strings.Trim(name, `"`), "unknown field")
	}
	if e, ok := errors.AsType[*time.ParseError](err); ok {
		return fault.Errorf(fault.Invalid, "%s is not a time: write it like 2026-10-31T08:30:00Z", e.Value)
	}
	return fault.Errorf(fault.Invalid, "the body is malformed: %s", strings.TrimPrefix(err.Error(), "json: "))
}

// words names a type as a caller in another language would.
func words(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map, reflect.Pointer:
		return "an object"
	case reflect.Float32, reflect.Float64:
		return "a number"
	default:
		return "a whole number"
	}
}

var validate = newValidator()

func newValidator() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		for _, tag := range []string{"params", "query", "json"} {
			if name, _, _ := strings.Cut(f.Tag.Get(tag), ","); name != "" && name != "-" {
				return name
			}
		}
		return f.Name
	})
	return v
}

// check holds in to its validate tags.
func check(in any) error {
	err := validate.Struct(in)
	if err == nil {
		return nil
	}
	failed, ok := errors.AsType[validator.ValidationErrors](err)
	if !ok {
		return fmt.Errorf("validate: %w", err)
	}
	fields := make(map[string]string, len(failed))
	for _, f := range failed {
		_, path, _ := strings.Cut(f.Namespace(), ".") // findings[0].standardId
		fields[path] = requirement(f)
	}
	return &fault.Error{Kind: fault.Invalid, Message: "some fields are not valid", Fields: fields}
}

// requirement says in words what a field lacks.
func requirement(f validator.FieldError) string {
	unit := map[reflect.Kind]string{reflect.String: " characters", reflect.Slice: " items", reflect.Map: " items"}[f.Kind()]
	switch f.Tag() {
	case "required":
		return "required"
	case "min", "gte":
		return "at least " + f.Param() + unit
	case "max", "lte":
		return "at most " + f.Param() + unit
	case "len":
		return "exactly " + f.Param() + unit
	case "oneof":
		return "one of " + strings.ReplaceAll(f.Param(), " ", ", ")
	case "uuid":
		return "must be a UUID"
	case "unique":
		return "must not repeat"
	default:
		return strings.TrimRight(f.Tag()+" "+f.Param(), " ")
	}
}
