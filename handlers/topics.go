package handlers

import (
	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/internal/changes"
	"github.com/wardstar/wardstar/policies"
)

// topics says who may hear that something of a kind has changed: whoever may read
// such things in a department or in the hospital. The kinds are those of the
// journal; a test finds those that are missing.
var topics = map[string]policies.Permission{
	"account":          policies.ReadAccounts,
	"activity":         policies.ReadActivity,
	"answer-rates":     policies.ReadAnswerRates,
	"api-key":          policies.ReadAPIKeys,
	"assessment":       policies.ReadCourses,
	"attempt":          policies.ReadCertificates,
	"ballot":           policies.ReadBallot,
	"callback":         policies.ReadCallbacks,
	"certificate":      policies.ReadCertificates,
	"certificate-kind": policies.ReadCourses,
	"comment":          policies.ReadComments,
	"course":           policies.ReadCourses,
	"credit":           policies.ReadHours,
	"department":       policies.ReadDepartments,
	"duty":             policies.ReadDuty,
	"employee":         policies.ReadEmployees,
	"evidence":         policies.ReadScores,
	"external-hours":   policies.ReadExternal,
	"goal":             policies.ReadGoals,
	"hospital":         policies.ReadDepartments,
	"hours":            policies.ReadHours,
	"invitation-rate":  policies.ReadInvitations,
	"job":              policies.SeeToOutbox,
	"journal":          policies.ReadJournal,
	"kiosk":            policies.ReadKiosks,
	"leave":            policies.ReadLeaves,
	"paper-batch":      policies.ReadForms,
	"paper-form":       policies.ReadForms,
	"period":           policies.ReadPeriods,
	"post":             policies.ReadPosts,
	"publication":      policies.ReadComments,
	"question":         policies.ManageAssessments,
	"rating":           policies.ReadAnswerRates,
	"recognition":      policies.ReadRecognitions,
	"requirement":      policies.ReadCourses,
	"roster":           policies.ReadEmployees,
	"scheme":           policies.ReadSchemes,
	"settings":         policies.ReadSettings,
	"shared-network":   policies.ReadBallot,
	"source":           policies.ReadSources,
	"spot-check":       policies.ReadSpotChecks,
	"standard":         policies.ReadStandards,
	"standard-change":  policies.ReadChanges,
	"token-key":        policies.ManageTokenKeys,
	"touchpoint":       policies.ReadTouchpoints,
	"training-session": policies.ReadCourses,
	"visit-token":      policies.ReadVisitTokens,
	"webhook":          policies.SeeToOutbox,
	"xapi":             policies.ManageCourses,
}

// mayHear reports whether actor may be told of a change. What they did themselves
// is no news to them, only to their other devices; who may read only what is their
// own is not told that something happened to somebody else.
func (a *API) mayHear(actor accounts.Actor, c changes.Change) bool {
	if c.Mine || c.Object == changes.Everything {
		return true
	}
	needs, known := topics[c.Object]
	if !known {
		return false
	}
	for _, role := range actor.Roles {
		scope, err := a.Policy.Scope(role.Role, needs)
		if err == nil && (scope == policies.Department || scope == policies.Hospital) {
			return true
		}
	}
	return false
}
