// Package handlers serves the domain over HTTP. It alone knows Fiber.
package handlers

import (
	"context"
	"log/slog"
	"net/netip"
	"time"

	"github.com/jmoiron/sqlx"

	"github.com/wardstar/wardstar/accounts"
	"github.com/wardstar/wardstar/audits"
	"github.com/wardstar/wardstar/feedback"
	"github.com/wardstar/wardstar/internal/changes"
	"github.com/wardstar/wardstar/internal/outbox"
	"github.com/wardstar/wardstar/internal/pictures"
	"github.com/wardstar/wardstar/people"
	"github.com/wardstar/wardstar/periods"
	"github.com/wardstar/wardstar/policies"
	"github.com/wardstar/wardstar/recognition"
	"github.com/wardstar/wardstar/standards"
	"github.com/wardstar/wardstar/standards/goals"
	"github.com/wardstar/wardstar/training"
)

// API is everything the handlers need.
type API struct {
	DB     *sqlx.DB
	Policy *policies.Policy
	Log    *slog.Logger

	Accounts    *accounts.Service
	People      *people.Service
	Standards   *standards.Service
	Goals       *goals.Service
	Feedback    *feedback.Service
	Audits      *audits.Service
	Training    *training.Service
	Periods     *periods.Service
	Recognition *recognition.Service
	Outbox      *outbox.Desk
	Tags        []standards.Tag // what patients may tick
	Changes     *changes.Feed   // nil: streams of events say hello, and end

	Version        string         // of the program
	PublicURL      string         // what QR codes say; "": not known
	Secure         bool           // browsers reach us over TLS
	TrustedProxies []netip.Prefix // whose X-Forwarded-For is believed
	Limits         Limits         // on how often the API is called

	settings    settings
	metrics     *metrics
	permissions []policies.Permission // that some route needs
	streams     streams
	heartbeat   time.Duration

	keyCalls, accountCalls, keyFailures *limiter
}

// routes is the API, one line an operation.
func (a *API) routes() []route {
	return []route{
		declare("signIn", "POST", "/session", policies.Public, 201, a.signIn).answers(Session{}),
		declare("redeemCode", "POST", "/session/redeem-code", policies.Public, 201, a.redeemCode).answers(Session{}),
		get("getSession", "/session", policies.SignedIn, a.session).open(accounts.SecondFactorRequired, accounts.SecondFactorToEnrol),
		get("getSignInOptions", "/sign-in-options", policies.Public, a.Accounts.SignInOptions),
		declare("signOut", "DELETE", "/session", policies.SignedIn, 200, a.signOut).answers(accounts.SignedOut{}).open(accounts.SecondFactorRequired, accounts.SecondFactorToEnrol),
		post("changePassword", "/session/password", policies.SignedIn, a.Accounts.ChangePassword),
		put("chooseLanguage", "/session/language", policies.SignedIn, a.Accounts.ChooseLanguage),
		get("listSessions", "/sessions", policies.SignedIn, a.Accounts.ListSessions),
		del("endSession", "/sessions/:id", policies.SignedIn, a.Accounts.EndSession),
		post("endOtherSessions", "/sessions/end-others", policies.SignedIn, a.Accounts.EndOtherSessions),
		declare("watchChanges", "GET", eventsPath, policies.SignedIn, 200, a.watch).file("text/event-stream"),

		declare("giveSecondFactor", "POST", "/session/second-factor", policies.SignedIn, 201, a.giveSecondFactor).
			answers(Session{}).open(accounts.SecondFactorRequired),
		get("getSecondFactor", "/session/second-factor", policies.SignedIn, a.Accounts.GetSecondFactor).open(accounts.SecondFactorToEnrol),
		post("enrolSecondFactor", "/session/second-factor/enrol", policies.SignedIn, a.Accounts.EnrolSecondFactor).open(accounts.SecondFactorToEnrol),
		declare("confirmSecondFactor", "POST", "/session/second-factor/confirm", policies.SignedIn, 201, a.confirmSecondFactor).
			answers(accounts.RecoveryCodes{}).open(accounts.SecondFactorToEnrol),
		post("newRecoveryCodes", "/session/second-factor/recovery-codes", policies.SignedIn, a.Accounts.NewRecoveryCodes),
		post("dropSecondFactor", "/session/second-factor/remove", policies.SignedIn, a.Accounts.DropSecondFactor),

		get("listDelegations", "/delegations", policies.SignedIn, a.Accounts.ListDelegations),
		post("delegateRole", "/delegations", policies.SignedIn, a.Accounts.Delegate),
		post("endDelegation", "/delegations/:id/end", policies.SignedIn, a.Accounts.EndDelegation),

		get("listAccounts", "/accounts", policies.ReadAccounts, a.Accounts.List),
		get("getAccount", "/accounts/:id", policies.ReadAccounts, a.Accounts.Get),
		post("createAccount", "/accounts", policies.ManageAccounts, a.Accounts.Create),
		post("issueAccounts", "/accounts/issue", policies.ManageAccounts, a.Accounts.Issue).slow(),
		post("disableAccount", "/accounts/:id/disable", policies.ManageAccounts, a.Accounts.Disable),
		post("enableAccount", "/accounts/:id/enable", policies.ManageAccounts, a.Accounts.Enable),
		post("resetPassword", "/accounts/:id/reset-password", policies.ManageAccounts, a.Accounts.ResetPassword),
		post("assignRole", "/accounts/:id/roles", policies.ManageAccounts, a.Accounts.AssignRole),
		post("revokeRole", "/role-assignments/:id/revoke", policies.ManageAccounts, a.Accounts.RevokeRole),
		post("unlinkIdentity", "/accounts/:id/unlink-identity", policies.ManageAccounts, a.Accounts.UnlinkIdentity),
		post("removeSecondFactor", "/accounts/:id/second-factor/remove", policies.ManageAccounts, a.Accounts.RemoveSecondFactor),
		get("listAccountSessions", "/accounts/:id/sessions", policies.ReadAccounts, a.Accounts.ListAccountSessions),
		post("endAccountSessions", "/accounts/:id/sessions/end", policies.ManageAccounts, a.Accounts.EndAccountSessions),
		get("listAccountDelegations", "/accounts/:id/delegations", policies.ReadAccounts, a.Accounts.ListAccountDelegations),
		get("getSettings", "/settings", policies.ReadSettings, a.Accounts.GetSettings),
		put("putSettings", "/settings", policies.ManageSettings, a.Accounts.PutSettings),
		get("listJournal", "/journal", policies.ReadJournal, a.Accounts.ListJournal),
		declare("exportJournal", "GET", "/journal/export", policies.ReadJournal, 200, attached(a.Accounts.ExportJournal)).file("application/octet-stream").slow(),
		get("listAPIKeys", "/api-keys", policies.ReadAPIKeys, a.Accounts.ListAPIKeys),
		post("createAPIKey", "/api-keys", policies.ManageAPIKeys, a.Accounts.CreateAPIKey),
		post("revokeAPIKey", "/api-keys/:id/revoke", policies.ManageAPIKeys, a.Accounts.RevokeAPIKey),
		post("revokeAPIKeysNamed", "/api-keys/revoke", policies.ManageAPIKeys, a.Accounts.RevokeAPIKeys),
		get("getCurrentAPIKey", "/api-keys/current", policies.ByAPIKey, a.Accounts.CurrentAPIKey),

		get("getHospital", "/hospital", policies.SignedIn, a.People.GetHospital),
		put("updateHospital", "/hospital", policies.ManageHospital, a.People.UpdateHospital),
		get("listDepartments", "/departments", policies.ReadDepartments, a.People.ListDepartments),
		post("createDepartment", "/departments", policies.ManageDepartments, a.People.CreateDepartment),
		put("updateDepartment", "/departments/:id", policies.ManageDepartments, a.People.UpdateDepartment),
		get("listPosts", "/posts", policies.ReadPosts, a.People.ListPosts),
		post("createPost", "/posts", policies.ManagePosts, a.People.CreatePost),
		put("updatePost", "/posts/:id", policies.ManagePosts, a.People.UpdatePost),
		get("listEmployees", "/employees", policies.ReadEmployees, a.People.ListEmployees),
		get("getEmployee", "/employees/:id", policies.ReadEmployees, a.People.GetEmployee),
		post("createEmployee", "/employees", policies.ManageEmployees, a.People.CreateEmployee),
		list("importRoster", "/roster-imports", policies.ImportEmployees, a.importRoster),
		declare("exportRoster", "GET", "/roster-export", policies.ExportEmployees, 200, attached(a.People.ExportRoster)).file("application/octet-stream").slow(),
		put("updateEmployee", "/employees/:id", policies.ManageEmployees, a.People.UpdateEmployee),
		post("leaveHospital", "/employees/:id/leave", policies.ManageEmployees, a.People.Leave),
		post("addPosting", "/employees/:id/postings", policies.ManageEmployees, a.People.AddPosting),
		post("endPosting", "/postings/:id/end", policies.ManageEmployees, a.People.EndPosting),
		post("transfer", "/postings/:id/transfer", policies.ManageEmployees, a.People.Transfer),

		post("importDuty", "/imports/duty", policies.ImportDuty, a.People.ImportDuty).slow(),
		get("listOnDuty", "/on-duty", policies.ReadDuty, a.People.ListOnDuty),
		get("listDutyHours", "/duty-hours", policies.ReadDuty, a.People.ListAttendance),
		post("importActivity", "/imports/activity", policies.ImportActivity, a.People.ImportActivity).slow(),
		get("listActivity", "/activity", policies.ReadActivity, a.People.ListActivity),
		get("listAnswerRates", "/answer-rates", policies.ReadAnswerRates, a.Feedback.ListAnswerRates),
		declare("exportAnswerRates", "GET", "/answer-rates/export", policies.ReadAnswerRates, 200, attached(a.Feedback.ExportAnswerRates)).file("application/octet-stream").slow(),
		get("listSources", "/sources", policies.ReadSources, a.People.ListSources),
		put("saveSource", "/sources/:code", policies.ManageSources, a.People.SaveSource),
		post("importRatings", "/imports/ratings", policies.ImportRatings, a.Feedback.ImportRatings).slow(),
		post("importSpotChecks", "/imports/spot-checks", policies.ImportSpotChecks, a.Audits.ImportSpotChecks).slow(),
		post("importCredits", "/imports/credits", policies.ImportCredits, a.Training.ImportCredits).slow(),

		get("listStandards", "/standards", policies.ReadStandards, a.Standards.List),
		get("getStandard", "/standards/:code", policies.ReadStandards, a.Standards.Get),
		get("getPostSet", "/posts/:id/standards", policies.ReadStandards, a.Standards.PostSet),
		get("listPostSets", "/posts/:id/standards/versions", policies.ReadStandards, a.Standards.PostSets),
		get("listPhrases", "/phrases", policies.ReadStandards, a.Standards.Phrases),
		get("listPhraseLists", "/phrase-lists/:post", policies.ReadStandards, a.Standards.PhraseLists),
		get("getMyStandards", "/my/standards", policies.ReadStandards, a.Standards.Mine),
		declare("exportStandards", "GET", "/standards-file", policies.ReadStandards, 200, a.exportStandards).file("application/yaml"),
		post("importStandards", "/standards-file", policies.EditStandards, a.Standards.Import),
		get("listDueReviews", "/standard-reviews/due", policies.ReadChanges, a.Standards.DueReviews),
		get("listStandardReviews", "/standards/:code/reviews", policies.ReadChanges, a.Standards.Reviews),
		post("reviewStandard", "/standards/:code/reviews", policies.ReviewStandards, a.Standards.Review),
		post("suggestToStandard", "/standards/:code/suggestions", policies.Suggest, a.Standards.Suggest),
		get("listMySuggestions", "/my/suggestions", policies.Suggest, a.Standards.MySuggestions),
		get("listGoals", "/goals", policies.ReadGoals, a.Goals.List),
		get("getGoal", "/goals/:id", policies.ReadGoals, a.Goals.Get),
		get("listGoalSchedules", "/goal-schedules", policies.ReadGoals, a.Goals.Schedules),
		post("createGoal", "/goals", policies.ManageGoals, a.Goals.Create),
		post("judgeGoal", "/goals/:id/judge", policies.ManageGoals, a.Goals.Judge),
		post("addGoalTask", "/goals/:id/tasks", policies.ManageGoals, a.Goals.AddTask),
		post("reportGoalTask", "/goal-tasks/:id/report", policies.ReportTasks, a.Goals.Report),
		post("confirmGoalTask", "/goal-tasks/:id/confirm", policies.ManageGoals, a.Goals.Confirm),
		post("returnGoalTask", "/goal-tasks/:id/return", policies.ManageGoals, a.Goals.Return),
		post("cancelGoalTask", "/goal-tasks/:id/cancel", policies.ManageGoals, a.Goals.Cancel),
		get("listStandardChanges", "/standard-changes", policies.ReadChanges, a.Standards.Changes),
		get("getStandardChange", "/standard-changes/:id", policies.ReadChanges, a.Standards.Change),
		post("newStandardChange", "/standard-changes", policies.EditStandards, a.Standards.NewChange),
		put("editStandardChange", "/standard-changes/:id", policies.EditStandards, a.Standards.EditChange),
		post("proposeStandardChange", "/standard-changes/:id/propose", policies.EditStandards, a.Standards.Propose),
		post("approveStandardChange", "/standard-changes/:id/approve", policies.ApproveStandards, a.Standards.Approve),
		post("rejectStandardChange", "/standard-changes/:id/reject", policies.ApproveStandards, a.Standards.Reject),
		post("withdrawStandardChange", "/standard-changes/:id/withdraw", policies.EditStandards, a.Standards.Withdraw),

		get("listTouchpoints", "/touchpoints", policies.ReadTouchpoints, a.Feedback.Touchpoints),
		post("createTouchpoint", "/touchpoints", policies.ManageTouchpoints, a.Feedback.CreateTouchpoint),
		post("revokeTouchpoint", "/touchpoints/:touchpoint/revoke", policies.ManageTouchpoints, a.Feedback.RevokeTouchpoint),
		post("issueBadges", "/touchpoints/issue-badges", policies.ManageTouchpoints, a.Feedback.IssueBadges),
		post("revokeTouchpoints", "/touchpoints/revoke", policies.ManageTouchpoints, a.Feedback.RevokeTouchpoints),
		post("reissueTouchpoint", "/touchpoints/:touchpoint/reissue", policies.ManageTouchpoints, a.Feedback.ReissueTouchpoint),
		declare("printSheets", "GET", "/touchpoints/sheets", policies.ReadTouchpoints, 200, a.sheets).file("application/pdf").slow(),
		declare("getTouchpointQR", "GET", "/touchpoints/:touchpoint/qr", policies.ReadTouchpoints, 200, a.qr).file("image/svg+xml"),
		get("listKiosks", "/kiosks", policies.ReadKiosks, a.Feedback.ListKiosks),
		post("createKiosk", "/kiosks", policies.ManageKiosks, a.createKiosk),
		post("renewKioskLink", "/kiosks/:id/link", policies.ManageKiosks, a.renewKioskLink),
		post("revokeKiosk", "/kiosks/:id/revoke", policies.ManageKiosks, a.Feedback.RevokeKiosk),
		get("getTouchpointHistory", "/touchpoints/:touchpoint/history", policies.ReadTouchpoints, a.Feedback.TouchpointHistory),
		get("listTokenBatches", "/token-batches", policies.ReadVisitTokens, a.Feedback.TokenBatches),
		post("issueTokens", "/token-batches", policies.IssueVisitTokens, a.Feedback.IssueTokens),
		post("revokeTokenBatch", "/token-batches/:batch/revoke", policies.IssueVisitTokens, a.Feedback.RevokeTokenBatch),
		declare("listTokens", "GET", "/token-batches/:batch/tokens", policies.IssueVisitTokens, 200, a.listTokens).answers([]feedback.VisitToken{}),
		declare("getTokenFile", "GET", "/token-batches/:batch/file", policies.IssueVisitTokens, 200, a.tokenFile).file("application/octet-stream").slow(),
		get("listTokenKeys", "/token-keys", policies.ManageTokenKeys, a.Feedback.TokenKeys),
		post("rotateTokenKey", "/token-keys/rotate", policies.ManageTokenKeys, a.Feedback.RotateTokenKey),
		post("withdrawTokenKey", "/token-keys/:key/withdraw", policies.ManageTokenKeys, a.Feedback.WithdrawTokenKey),
		declare("reportVisit", "POST", "/visits", policies.ReportVisits, 201, a.reportVisit).answers(feedback.Invitation{}),
		get("listInvitationRates", "/invitation-rates", policies.ReadInvitations, a.Feedback.InvitationRates),
		put("setInvitationRate", "/invitation-rates/:id", policies.ManageInvitations, a.Feedback.SetInvitationRate),
		get("listInvitationCounts", "/invitation-counts", policies.ReadInvitations, a.Feedback.InvitationCounts),
		get("listPaperBatches", "/paper-batches", policies.PrintForms, a.Feedback.ListPaperBatches),
		post("createPaperBatch", "/paper-batches", policies.PrintForms, a.Feedback.CreatePaperBatch),
		get("listPaperForms", "/paper-batches/:id/forms", policies.PrintForms, a.Feedback.ListPaperForms),
		declare("printPaperBatch", "GET", "/paper-batches/:id/print", policies.PrintForms, 200, a.printPaperBatch).file("application/pdf").slow(),
		post("enterPaperForm", "/paper-entries", policies.EnterForms, a.Feedback.EnterPaper),
		post("undoPaperEntry", "/paper-entries/:id/undo", policies.EnterForms, a.Feedback.UndoPaper),
		get("listPaperEnterers", "/paper-enterers", policies.ReadForms, a.Feedback.ListEnterers),
		get("listCallbacks", "/callbacks", policies.ReadCallbacks, a.Feedback.ListCallbacks),
		post("openCallback", "/callbacks/:id/open", policies.OpenCallbacks, a.Feedback.OpenCallback),
		post("finishCallback", "/callbacks/:id/finish", policies.OpenCallbacks, a.Feedback.FinishCallback),

		get("listMyComments", "/my/comments", policies.ReadOwnComments, a.Feedback.MyComments),
		get("listMyThanks", "/my/thanks", policies.ReadOwnComments, a.Feedback.MyThanks),
		get("listThemes", "/themes", policies.ReadOwnComments, a.Feedback.Themes),
		get("listDepartmentComments", "/departments/:id/comments", policies.ReadComments, a.Feedback.DepartmentComments),
		get("listCommentTrends", "/comment-trends", policies.ReadComments, a.Feedback.Trends),
		post("openComment", "/comments/:id/open", policies.OpenComments, a.Feedback.OpenComment),
		get("listPublications", "/publications", policies.Publish, a.Feedback.Publications),
		post("approvePublication", "/publications/:id/approve", policies.Publish, a.Feedback.ApprovePublication),
		post("refusePublication", "/publications/:id/refuse", policies.Publish, a.Feedback.RefusePublication),
		post("takeDownPublication", "/publications/:id/take-down", policies.Publish, a.Feedback.TakeDownPublication),
		get("listPublicComments", "/public/comments", policies.Public, a.Feedback.PublicComments),
		get("listIncidents", "/ballot/incidents", policies.ReadBallot, a.Feedback.Incidents),
		post("decideIncident", "/ballot/decide", policies.DecideBallot, a.Feedback.Decide),
		post("holdVotes", "/ballot/hold", policies.HoldVotes, a.Feedback.HoldVotes),
		post("detectManipulation", "/ballot/detect", policies.HoldVotes, a.Feedback.Detect).slow(),
		get("getRings", "/ballot/rings", policies.ReadBallot, a.Feedback.Rings).slow(),
		get("listSharedNetworks", "/ballot/shared-networks", policies.ReadBallot, a.Feedback.SharedNetworks),
		post("addSharedNetwork", "/ballot/shared-networks", policies.DecideBallot, a.Feedback.AddSharedNetwork),
		post("removeSharedNetwork", "/ballot/shared-networks/:id/remove", policies.DecideBallot, a.Feedback.RemoveSharedNetwork),

		post("logSpotCheck", "/spot-checks", policies.LogSpotCheck, a.Audits.Log),
		get("listSpotChecks", "/spot-checks", policies.ReadSpotChecks, a.Audits.List),
		get("getSpotCheck", "/spot-checks/:id", policies.ReadSpotChecks, a.Audits.Get),
		post("voidSpotCheck", "/spot-checks/:id/void", policies.VoidSpotCheck, a.Audits.Void),
		upload("addSpotCheckPhoto", "/spot-checks/:key/findings/:standard/photos/:photo", policies.LogSpotCheck, a.Audits.AddPhoto).atMost(pictures.MaxBytes),
		declare("openSpotCheckPhoto", "GET", "/spot-check-photos/:id", policies.ReadSpotChecks, 200, a.openPhoto).file("image/jpeg"),
		post("keepSpotCheckPhoto", "/spot-check-photos/:id/keep", policies.VoidSpotCheck, a.Audits.KeepPhoto),
		post("releaseSpotCheckPhoto", "/spot-check-photos/:id/release", policies.VoidSpotCheck, a.Audits.ReleasePhoto),
		get("getSpotCheckPlan", "/spot-check-plan", policies.LogSpotCheck, a.Audits.Plan),
		declare("getFieldRoster", "GET", "/field-roster", policies.LogSpotCheck, 200, withTag(a.Audits.FieldRoster)).answers(audits.FieldRoster{}),
		declare("getFieldStandards", "GET", "/field-standards", policies.LogSpotCheck, 200, withTag(a.Standards.Field)).answers(standards.FieldStandards{}),

		post("thank", "/recognitions", policies.Thank, a.Recognition.Give),
		get("listRecognitions", "/recognitions", policies.ReadRecognitions, a.Recognition.List),
		post("withdrawRecognition", "/recognitions/:id/withdraw", policies.Thank, a.Recognition.Withdraw),
		get("listMyRecognitions", "/my/recognitions", policies.ReadRecognitions, a.Recognition.Mine),

		get("listCourses", "/courses", policies.ReadCourses, a.Training.ListCourses),
		post("createCourse", "/courses", policies.ManageCourses, a.Training.CreateCourse),
		put("updateCourse", "/courses/:id", policies.ManageCourses, a.Training.UpdateCourse),
		post("retireCourse", "/courses/:id/retire", policies.ManageCourses, a.Training.RetireCourse),
		get("listTrainingSessions", "/training-sessions", policies.ReadCourses, a.Training.ListSessions),
		get("getTrainingSession", "/training-sessions/:id", policies.ReadCourses, a.Training.GetSession),
		post("createTrainingSession", "/training-sessions", policies.ManageCourses, a.Training.CreateSession),
		put("changeTrainingSession", "/training-sessions/:id", policies.ManageCourses, a.Training.ChangeSession),
		post("cancelTrainingSession", "/training-sessions/:id/cancel", policies.ManageCourses, a.Training.CancelSession),
		get("listEnrolments", "/training-sessions/:id/enrolments", policies.ReadAttendance, a.Training.ListEnrolments),
		post("enrol", "/training-sessions/:id/enrolments", policies.Enrol, a.Training.Enrol),
		post("withdrawEnrolment", "/training-sessions/:id/withdraw", policies.Enrol, a.Training.Withdraw),
		get("getCheckInCode", "/training-sessions/:id/check-in-code", policies.CreditHours, a.Training.CheckInCode),
		declare("getCheckInQR", "GET", "/training-sessions/:id/check-in-qr", policies.CreditHours, 200, a.checkInQR).file("image/svg+xml"),
		post("checkIn", "/training-sessions/:id/check-in", policies.Attend, a.Training.CheckIn),
		post("checkOut", "/training-sessions/:id/check-out", policies.Attend, a.Training.CheckOut),
		get("getBearer", "/badges/:code", policies.CreditHours, a.Feedback.Bearer),
		post("tickAttendance", "/training-sessions/:id/ticks", policies.CreditHours, a.Training.Tick),
		get("listAttendance", "/training-sessions/:id/attendance", policies.ReadAttendance, a.Training.Roll),
		post("creditHours", "/training-sessions/:id/credits", policies.CreditHours, a.Training.CreditHours),
		post("voidCredit", "/credits/:id/void", policies.CreditHours, a.Training.VoidCredit),
		get("listExternalHours", "/external-hours", policies.ReadExternal, a.Training.ListExternal),
		post("reportExternalHours", "/external-hours", policies.ReportExternal, a.Training.ReportExternal),
		upload("attachEvidence", "/external-hours/:id/evidence", policies.ReportExternal, a.Training.AttachEvidence),
		declare("openEvidence", "GET", "/external-hours/:id/evidence", policies.ReadExternal, 200, a.openEvidence).file("application/octet-stream"),
		post("withdrawExternalHours", "/external-hours/:id/withdraw", policies.ReportExternal, a.Training.WithdrawExternal),
		post("confirmExternalHours", "/external-hours/:id/confirm", policies.DecideExternal, a.Training.ConfirmExternal),
		post("refuseExternalHours", "/external-hours/:id/refuse", policies.DecideExternal, a.Training.RefuseExternal),

		get("listHours", "/hours", policies.ReadHours, a.Training.ListHours),
		get("getHours", "/employees/:id/hours", policies.ReadHours, a.Training.Hours),
		get("listTeamHours", "/hours/departments", policies.ReadHours, a.Training.ListTeamHours).slow(),
		declare("exportHours", "GET", "/hours/export", policies.ExportHours, 200, attached(a.Training.ExportHours)).file("application/octet-stream").slow(),
		get("listLeaves", "/employees/:id/leaves", policies.ReadLeaves, a.Training.ListLeaves),
		post("enterLeave", "/employees/:id/leaves", policies.ManageLeaves, a.Training.EnterLeave),
		post("endLeave", "/leaves/:id/end", policies.ManageLeaves, a.Training.EndLeave),
		post("creditCourse", "/courses/:id/credits", policies.CreditHours, a.Training.CreditCourse),
		a.storeStatements(),
		get("listUnmatchedActivities", "/xapi/unmatched", policies.ManageCourses, a.Training.ListUnmatched),
		post("mapActivity", "/courses/:id/activities", policies.ManageCourses, a.Training.MapActivity),

		get("listJobs", "/jobs", policies.SeeToOutbox, byAccount(a.Outbox.ListJobs)),
		post("retryJob", "/jobs/:id/retry", policies.SeeToOutbox, byAccount(a.Outbox.RetryJob)),
		post("dropJob", "/jobs/:id/drop", policies.SeeToOutbox, byAccount(a.Outbox.DropJob)),
		get("listWebhooks", "/webhooks", policies.SeeToOutbox, byAccount(a.Outbox.ListWebhooks)),
		post("createWebhook", "/webhooks", policies.SeeToOutbox, byAccount(a.Outbox.CreateWebhook)),
		post("disableWebhook", "/webhooks/:id/disable", policies.SeeToOutbox, byAccount(a.Outbox.DisableWebhook)),
		post("testWebhook", "/webhooks/:id/test", policies.SeeToOutbox, byAccount(a.Outbox.TestWebhook)),

		get("listCertificateKinds", "/certificate-kinds", policies.ReadCourses, a.Training.ListCertificateKinds),
		post("createCertificateKind", "/certificate-kinds", policies.ManageRequirements, a.Training.CreateCertificateKind),
		put("updateCertificateKind", "/certificate-kinds/:id", policies.ManageRequirements, a.Training.UpdateCertificateKind),
		get("listCertificates", "/certificates", policies.ReadCertificates, a.Training.ListCertificates),
		post("submitCertificate", "/my/certificates", policies.SubmitCertificate, a.Training.SubmitCertificate),
		post("withdrawCertificate", "/my/certificates/:id/withdraw", policies.SubmitCertificate, a.Training.WithdrawCertificate),
		post("recordCertificate", "/certificates", policies.ConfirmCertificates, a.Training.RecordCertificate),
		post("confirmCertificate", "/certificates/:id/confirm", policies.ConfirmCertificates, a.Training.ConfirmCertificate),
		post("refuseCertificate", "/certificates/:id/refuse", policies.ConfirmCertificates, a.Training.RefuseCertificate),
		post("revokeCertificate", "/certificates/:id/revoke", policies.ConfirmCertificates, a.Training.RevokeCertificate),
		get("listRequirements", "/requirements", policies.ReadCourses, a.Training.ListRequirements),
		post("require", "/requirements", policies.ManageRequirements, a.Training.Require),
		post("endRequirement", "/requirements/:id/end", policies.ManageRequirements, a.Training.EndRequirement),
		get("listAssessments", "/assessments", policies.ReadCourses, a.Training.ListAssessments),
		post("createAssessment", "/assessments", policies.ManageAssessments, a.Training.CreateAssessment),
		put("updateAssessment", "/assessments/:id", policies.ManageAssessments, a.Training.UpdateAssessment),
		get("listQuestions", "/assessments/:id/questions", policies.ManageAssessments, a.Training.ListQuestions),
		post("addQuestion", "/assessments/:id/questions", policies.ManageAssessments, a.Training.AddQuestion),
		post("retireQuestion", "/questions/:id/retire", policies.ManageAssessments, a.Training.RetireQuestion),
		post("beginTest", "/assessments/:id/attempts", policies.TakeAssessments, a.Training.BeginTest),
		put("answerTest", "/my/attempts/:id", policies.TakeAssessments, a.Training.AnswerTest),
		post("assess", "/assessments/:id/results", policies.Assess, a.Training.Assess),
		get("listAttempts", "/attempts", policies.ReadCertificates, a.Training.ListAttempts),
		post("voidAttempt", "/attempts/:id/void", policies.Assess, a.Training.VoidAttempt),
		get("listQualifications", "/qualifications", policies.ReadCertificates, a.Training.ListQualifications),

		get("listSchemes", "/schemes", policies.ReadSchemes, a.Periods.Schemes),
		get("listPeriods", "/periods", policies.ReadPeriods, a.Periods.List),
		post("createPeriod", "/periods", policies.ManagePeriods, a.Periods.Create),
		post("computePeriod", "/periods/:name/compute", policies.ComputePeriod, a.Periods.Compute).slow(),
		post("measureScheme", "/periods/:name/measure-scheme", policies.ManagePeriods, a.Periods.MeasureScheme),
		get("getRanking", "/periods/:name/ranking", policies.ReadRanking, a.Periods.Ranking),
		get("getScore", "/periods/:name/scores/:employeeId", policies.ReadScores, a.Periods.Score),
		post("replyToEvidence", "/my/replies", policies.ReplyToEvidence, a.Periods.Reply),
		get("getProvisionalScore", "/periods/:name/provisional/:employeeId", policies.ReadScores, a.Periods.Provisional),
		declare("exportPeriod", "GET", "/periods/:name/export", policies.ExportScores, 200, attached(a.Periods.Export)).file("application/octet-stream").slow(),
	}
}

// byAccount serves what asks no more of its actor than the account's id.
func byAccount[In, Out any](do func(context.Context, int64, In) (Out, error)) func(context.Context, accounts.Actor, In) (Out, error) {
	return func(ctx context.Context, actor accounts.Actor, in In) (Out, error) {
		return do(ctx, actor.AccountID, in)
	}
}
