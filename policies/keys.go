package policies

import "slices"

// ForKeys lists what an API key can hold: what other systems of the hospital
// do by themselves. What is people's to answer for, such as accounts, roles,
// decisions, signatures and the keys themselves, is not among it, whoever asks.
var ForKeys = []Permission{
	ReadDepartments,
	ReadPosts,
	ReadEmployees,
	ImportEmployees,
	ExportEmployees,
	ReadStandards,
	ReadHours,
	WriteStatements,
	ReadPeriods,
	ExportScores,
	ReadDuty,
	ImportDuty,
	ReadActivity,
	ImportActivity,
	ReadSources,
	ImportRatings,
	ImportSpotChecks,
	ImportCredits,
	IssueVisitTokens,
	ReportVisits,
}

// Code writes p as API keys name it: "score:export".
func (p Permission) Code() string { return p.Object + ":" + p.Action }

// ForKey returns the permission of that code that API keys can hold.
func ForKey(code string) (Permission, bool) {
	i := slices.IndexFunc(ForKeys, func(p Permission) bool { return p.Code() == code })
	if i < 0 {
		return Permission{}, false
	}
	return ForKeys[i], true
}
