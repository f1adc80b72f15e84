package handlers

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/swaggest/jsonschema-go"
	"github.com/swaggest/openapi-go"
	"github.com/swaggest/openapi-go/openapi31"

	"github.com/wardstar/wardstar/internal/texts"
	"github.com/wardstar/wardstar/internal/worktime"
	"github.com/wardstar/wardstar/policies"
)

// describe returns the OpenAPI document of the routes, in YAML.
func describe(a *API) ([]byte, error) {
	r := openapi31.NewReflector()
	r.Spec.Info.WithTitle("Wardstar").WithVersion("1").
		WithDescription("Service standards, ratings, spot checks, training hours and incentive scores of a hospital. " +
			"Scores are integers in ten-thousandths of a point. Texts that people wrote come by language.")
	r.DefaultOptions = append(r.DefaultOptions,
		jsonschema.InterceptProp(constrain),
		jsonschema.InterceptSchema(shape),
		jsonschema.InterceptDefName(func(t reflect.Type, _ string) string { return name(t) }))
	for _, route := range a.routes() {
		op, err := r.NewOperationContext(route.method, "/api/v1"+braces(route.path))
		if err != nil {
			return nil, err
		}
		op.SetID(route.id)
		op.SetTags(route.needs.Object)
		op.SetSummary(summary(route))
		op.AddReqStructure(reflect.New(route.in).Interface(), func(u *openapi.ContentUnit) {
			u.SetFieldMapping(openapi.InPath, tagged(route.in, "params"))
			u.Customize = requireBody
		})
		if route.takes != "" {
			op.AddReqStructure(nil, openapi.WithContentType(route.takes))
		}
		if route.largest > 0 {
			op.AddReqStructure(nil, openapi.WithContentType("application/octet-stream"), func(u *openapi.ContentUnit) { u.Format = "binary" })
		}
		if route.media != "" {
			op.AddRespStructure(nil, openapi.WithHTTPStatus(route.status), openapi.WithContentType(route.media))
		} else {
			op.AddRespStructure(reflect.New(route.out).Interface(), openapi.WithHTTPStatus(route.status))
		}
		op.AddRespStructure(new(Problem), func(u *openapi.ContentUnit) { u.IsDefault = true })
		for _, scheme := range callers(route) {
			op.AddSecurity(scheme)
		}
		if err := r.AddOperation(op); err != nil {
			return nil, err
		}
	}
	r.Spec.SetAPIKeySecurity("session", "__Host-session", openapi.InCookie, "Of a person who has signed in; without TLS its name is session.")
	r.Spec.SetHTTPBearerTokenSecurity("apiKey", "wsk_...", "An API key that an administrator has made for another system.")
	for _, s := range r.Spec.ComponentsEns().Schemas { // named lists are made, too, and never null
		if types, ok := s["type"].([]any); ok && len(types) == 2 && types[1] == "null" {
			s["type"] = types[0]
		}
	}
	return r.Spec.MarshalYAML()
}

// summary says who may call an operation.
func summary(r route) string {
	switch r.needs {
	case policies.Public:
		return "Open to everybody"
	case policies.SignedIn:
		return "For whoever is signed in"
	case policies.ByAPIKey:
		return "For API keys"
	}
	return "Needs the permission: " + r.needs.String()
}

// callers says with what an operation is called: a session, an API key or either.
func callers(r route) (schemes []string) {
	_, forKeys := policies.ForKey(r.needs.Code())
	if r.needs != policies.Public && r.needs != policies.ByAPIKey {
		schemes = append(schemes, "session")
	}
	if forKeys || r.needs == policies.ByAPIKey {
		schemes = append(schemes, "apiKey")
	}
	return schemes
}

// name keeps apart the types of equal names that packages have.
func name(t reflect.Type) string {
	pkg := t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]
	if pkg == "" || pkg == "handlers" || strings.Contains(strings.ToLower(t.Name()), strings.TrimSuffix(pkg, "s")) {
		return t.Name()
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:] + t.Name()
}

// structural are the validate rules that a schema need not repeat, and why.
var structural = map[string]string{
	"omitempty": "says nothing by itself",
	"dive":      "the rules after it are on the items",
	"unique":    "of one field of the items, which a schema can't say",
	"keys":      "the rules after it are on a map's keys",
	"endkeys":   "ends those",
}

// constrain copies what the validate tag says into the schema. In answers,
// which nobody validates, every field that cannot be omitted is required.
func constrain(p jsonschema.InterceptPropParams) error {
	if !p.Processed {
		return nil
	}
	oc, _ := openapi.OperationCtx(p.Context)
	answer := oc != nil && oc.IsProcessingResponse()
	if answer && !strings.Contains(p.Field.Tag.Get("json"), ",omit") {
		p.ParentSchema.Required = append(p.ParentSchema.Required, p.Name)
	}
	s := p.PropertySchema
	s.RemoveType(jsonschema.Null)
	rules, _, _ := strings.Cut(p.Field.Tag.Get("validate"), "dive") // what follows is about the items
	for rule := range strings.SplitSeq(rules, ",") {
		name, arg, _ := strings.Cut(rule, "=")
		if name == "required" && !answer {
			p.ParentSchema.Required = append(p.ParentSchema.Required, p.Name)
			continue
		}
		bound(s, name, arg)
	}
	return nil
}

// bound sets one rule's limit in s and reports whether it knows the rule.
func bound(s *jsonschema.Schema, rule, arg string) bool {
	n, _ := strconv.ParseInt(arg, 10, 64)
	text, list := s.HasType(jsonschema.String), s.HasType(jsonschema.Array)
	switch {
	case rule == "min" && text:
		s.WithMinLength(n)
	case rule == "max" && text:
		s.WithMaxLength(n)
	case rule == "min" && list:
		s.WithMinItems(n)
	case rule == "max" && list:
		s.WithMaxItems(n)
	case rule == "min":
		s.WithMinimum(float64(n))
	case rule == "max":
		s.WithMaximum(float64(n))
	case rule == "len" && text:
		s.WithMinLength(n).WithMaxLength(n)
	case rule == "oneof":
		for _, v := range strings.Fields(arg) {
			s.Enum = append(s.Enum, v)
		}
	case rule == "email", rule == "uuid":
		s.WithFormat(rule)
	case rule == "hexadecimal":
		s.WithPattern("^[0-9a-fA-F]*$")
	case rule == "datetime":
		s.WithFormat("date-time")
	default:
		return rule == "" || rule == "required" || structural[rule] != ""
	}
	return true
}

// shape drops the null that the library adds to slices and pointers (a slice
// is always made, and a nil pointer is always omitted), and describes the
// types whose JSON is not what their Go type suggests.
func shape(p jsonschema.InterceptSchemaParams) (stop bool, err error) {
	switch p.Value.Type() {
	case reflect.TypeFor[worktime.Day]():
		*p.Schema = jsonschema.Schema{}
		p.Schema.WithType(jsonschema.String.Type()).WithFormat("date")
		return true, nil
	case reflect.TypeFor[pq.StringArray]():
		*p.Schema = jsonschema.Schema{}
		p.Schema.WithType(jsonschema.Array.Type()).WithItems(*(&jsonschema.Items{}).WithSchemaOrBool(jsonschema.String.ToSchemaOrBool()))
		return true, nil
	case reflect.TypeFor[texts.Localized]():
		text := jsonschema.String.ToSchemaOrBool()
		*p.Schema = jsonschema.Schema{}
		p.Schema.WithType(jsonschema.Object.Type()).WithAdditionalProperties(text).WithDescription("a text by language: zh-CN, zh-TW, ko, en")
		return true, nil
	}
	if p.Processed {
		p.Schema.RemoveType(jsonschema.Null)
	}
	return false, nil
}

func requireBody(cor openapi.ContentOrReference) {
	if body, ok := cor.(*openapi31.RequestBodyOrReference); ok && body.RequestBody != nil {
		body.RequestBody.WithRequired(true)
	}
}

// braces turns Fiber's :name into OpenAPI's {name}.
func braces(path string) string { return param.ReplaceAllString(path, "{$1}") }

var param = regexp.MustCompile(`:(\w+)`)

// tagged returns the value of tag by field name.
func tagged(t reflect.Type, tag string) map[string]string {
	values := map[string]string{}
	for _, f := range reflect.VisibleFields(t) {
		if v := f.Tag.Get(tag); v != "" {
			values[f.Name] = v
		}
	}
	return values
}

func TestOpenAPI(t *testing.T) {
	doc, err := describe(&API{})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "openapi.yaml", doc)
}

// TestEveryRuleIsDescribed fails when a validate tag uses a rule that the
// document would silently leave out.
func TestEveryRuleIsDescribed(t *testing.T) {
	unknown := map[string]bool{}
	for _, r := range (&API{}).routes() {
		eachRule(r.in, map[reflect.Type]bool{}, func(rule, arg string) {
			s := jsonschema.Schema{}
			if !bound(s.WithType(jsonschema.String.Type()), rule, arg) {
				unknown[rule] = true
			}
		})
	}
	if len(unknown) > 0 {
		t.Errorf("not in the document: %v", slices.Sorted(maps.Keys(unknown)))
	}
}

func eachRule(t reflect.Type, seen map[reflect.Type]bool, fn func(rule, arg string)) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return
	}
	seen[t] = true
	for _, f := range reflect.VisibleFields(t) {
		for rule := range strings.SplitSeq(f.Tag.Get("validate"), ",") {
			name, arg, _ := strings.Cut(rule, "=")
			fn(name, arg)
		}
		eachRule(f.Type, seen, fn)
	}
}
