// Package policies decides which role may do what, and how far.
//
// The rules are policy.csv, checked into the repository and compiled into the
// binary: changing who may do what is a reviewed change like any other.
// Which rows that means is not decided here but in the domain's SQL.
package policies

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/casbin/casbin/v2"
	"github.com/casbin/casbin/v2/model"
	stringadapter "github.com/casbin/casbin/v2/persist/string-adapter"
)

// Roles lists every role, in the order in which matrices show them.
var Roles = []string{"staff", "supervisor", "department-head", "trainer", "service-centre", "quality",
	"hr", "finance", "leadership", "auditor", "admin"}

// Scope says how far a permission reaches.
type Scope string

// The scopes, from the narrowest. None is no permission at all.
const (
	None       Scope = ""
	Own        Scope = "own"        // what is about the actor
	Department Scope = "department" // the assignment's department and all below it
	Hospital   Scope = "hospital"   // everything
)

// Permission names an action on a kind of object.
type Permission struct{ Object, Action string }

// Three kinds of routes need no rule: those open to everybody, those about the
// caller's own session, and those about the API key that a machine calls with.
var (
	Public   = Permission{"public", ""}
	SignedIn = Permission{"session", ""}
	ByAPIKey = Permission{"api-key", ""}
)

// The permissions that routes name.
var (
	ManageHospital      = Permission{"hospital", "manage"}
	ReadDepartments     = Permission{"department", "read"}
	ManageDepartments   = Permission{"department", "manage"}
	ReadPosts           = Permission{"post", "read"}
	ManagePosts         = Permission{"post", "manage"}
	ReadEmployees       = Permission{"employee", "read"}
	ManageEmployees     = Permission{"employee", "manage"}
	ImportEmployees     = Permission{"employee", "import"}
	ExportEmployees     = Permission{"employee", "export"}
	ReadAccounts        = Permission{"account", "read"}
	ManageAccounts      = Permission{"account", "manage"}
	ReadJournal         = Permission{"journal", "read"}
	ReadSettings        = Permission{"settings", "read"}
	ManageSettings      = Permission{"settings", "manage"}
	ReadAPIKeys         = Permission{"api-key", "read"}
	ManageAPIKeys       = Permission{"api-key", "manage"}
	ReadStandards       = Permission{"standard", "read"}
	EditStandards       = Permission{"standard", "edit"}
	ApproveStandards    = Permission{"standard", "approve"}
	ReviewStandards     = Permission{"standard", "review"}
	ReadChanges         = Permission{"standard-change", "read"}
	Suggest             = Permission{"suggestion", "make"}
	ReadGoals           = Permission{"goal", "read"}
	ManageGoals         = Permission{"goal", "manage"}
	ReportTasks         = Permission{"goal-task", "report"}
	ReadTouchpoints     = Permission{"touchpoint", "read"}
	ManageTouchpoints   = Permission{"touchpoint", "manage"}
	ReadVisitTokens     = Permission{"visit-token", "read"}
	IssueVisitTokens    = Permission{"visit-token", "issue"}
	ManageTokenKeys     = Permission{"token-key", "manage"}
	ReportVisits        = Permission{"visit", "report"}
	ReadInvitations     = Permission{"invitation", "read"}
	ManageInvitations   = Permission{"invitation", "manage"}
	ReadKiosks          = Permission{"kiosk", "read"}
	ManageKiosks        = Permission{"kiosk", "manage"}
	PrintForms          = Permission{"paper-form", "print"}
	EnterForms          = Permission{"paper-form", "enter"}
	ReadForms           = Permission{"paper-form", "read"}
	ReadCallbacks       = Permission{"callback", "read"}
	OpenCallbacks       = Permission{"callback", "open"}
	ReadOwnComments     = Permission{"own-comment", "read"}
	ReadComments        = Permission{"comment", "read"}
	OpenComments        = Permission{"comment", "open"}
	Publish             = Permission{"publication", "decide"}
	ReadBallot          = Permission{"ballot", "read"}
	HoldVotes           = Permission{"ballot", "hold"}
	DecideBallot        = Permission{"ballot", "decide"}
	LogSpotCheck        = Permission{"spot-check", "log"}
	ReadSpotChecks      = Permission{"spot-check", "read"}
	VoidSpotCheck       = Permission{"spot-check", "void"}
	Thank               = Permission{"recognition", "give"}
	ReadRecognitions    = Permission{"recognition", "read"}
	ReadCourses         = Permission{"course", "read"}
	ManageCourses       = Permission{"course", "manage"}
	ReadHours           = Permission{"hours", "read"}
	CreditHours         = Permission{"hours", "credit"}
	ExportHours         = Permission{"hours", "export"}
	Enrol               = Permission{"enrolment", "make"}
	ReadAttendance      = Permission{"attendance", "read"}
	Attend              = Permission{"attendance", "make"}
	ReportExternal      = Permission{"external-hours", "report"}
	ReadExternal        = Permission{"external-hours", "read"}
	DecideExternal      = Permission{"external-hours", "decide"}
	ReadLeaves          = Permission{"leave", "read"}
	ManageLeaves        = Permission{"leave", "manage"}
	WriteStatements     = Permission{"xapi", "write"}
	ReadCertificates    = Permission{"certificate", "read"}
	SubmitCertificate   = Permission{"certificate", "submit"}
	ConfirmCertificates = Permission{"certificate", "confirm"}
	ManageRequirements  = Permission{"requirement", "manage"}
	ManageAssessments   = Permission{"assessment", "manage"}
	TakeAssessments     = Permission{"assessment", "take"}
	Assess              = Permission{"assessment", "judge"}
	ReadPeriods         = Permission{"period", "read"}
	ManagePeriods       = Permission{"period", "manage"}
	ComputePeriod       = Permission{"period", "compute"}
	ReadSchemes         = Permission{"scheme", "read"}
	ReadRanking         = Permission{"ranking", "read"}
	ReadScores          = Permission{"score", "read"}
	ReplyToEvidence     = Permission{"own-evidence", "reply"}
	ExportScores        = Permission{"score", "export"}
	SeeToOutbox         = Permission{"outbox", "manage"}
	ReadDuty            = Permission{"duty", "read"}
	ImportDuty          = Permission{"duty", "import"}
	ReadActivity        = Permission{"activity", "read"}
	ReadAnswerRates     = Permission{"answer-rate", "read"}
	ImportActivity      = Permission{"activity", "import"}
	ReadSources         = Permission{"source", "read"}
	ManageSources       = Permission{"source", "manage"}
	ImportRatings       = Permission{"rating", "import"}
	ImportSpotChecks    = Permission{"spot-check", "import"}
	ImportCredits       = Permission{"credit", "import"}
)

//go:embed model.conf
var modelConf string

//go:embed policy.csv
var policyCSV string

// Policy answers permission questions. Its rules never change after New.
type Policy struct {
	enforcer *casbin.Enforcer
	decided  sync.Map // question → Scope: asking Casbin costs 500 times as much
}

type question struct {
	role string
	Permission
}

// New compiles the embedded rules.
func New() (*Policy, error) {
	m, err := model.NewModelFromString(modelConf)
	if err != nil {
		return nil, fmt.Errorf("policy model: %w", err)
	}
	e, err := casbin.NewEnforcer(m, stringadapter.NewAdapter(policyCSV))
	if err != nil {
		return nil, fmt.Errorf("policy rules: %w", err)
	}
	return &Policy{enforcer: e}, nil
}

// Scope returns the widest scope in which role holds p.
func (y *Policy) Scope(role string, p Permission) (Scope, error) {
	q := question{role, p}
	if s, ok := y.decided.Load(q); ok {
		return s.(Scope), nil
	}
	for _, s := range []Scope{Hospital, Department, Own} {
		ok, err := y.enforcer.Enforce(role, p.Object, p.Action, string(s))
		if err != nil {
			return None, fmt.Errorf("enforce %s on %s: %w", role, p, err)
		}
		if ok {
			y.decided.Store(q, s)
			return s, nil
		}
	}
	y.decided.Store(q, None)
	return None, nil
}

func (p Permission) String() string { return p.Action + " " + p.Object }
