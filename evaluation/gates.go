package evaluation

import "math"

// Gate is one condition of a star, and how a person stands to it.
type Gate struct {
	Code   string `json:"code"`
	Passed bool   `json:"passed"`
	Have   int64  `json:"have"`
	Need   int64  `json:"need"`
	AtMost bool   `json:"atMost"` // Have must be at most Need, not at least
}

// Gates lists every gate of the scheme in a fixed order, all over the rolling 90 days.
func Gates(scheme Scheme, facts Facts) []Gate {
	r := scheme.Gates
	gates := []Gate{
		atLeast("reliability", facts.Reliability, r.Reliability),
		atLeast("distinctVisits", int64(facts.DistinctVisits), int64(r.DistinctVisits)),
		atLeast("audits", int64(facts.Audits), int64(r.Audits)),
		atLeast("auditSupervisors", int64(facts.AuditSupervisors), int64(r.AuditSupervisors)),
		atLeast("outsideAudits", int64(facts.OutsideAudits), int64(r.OutsideAudits)),
	}
	if r.HoursOnCourse {
		gates = append(gates, none("hoursOnCourse", facts.MissingMinutes))
	}
	if r.CertificatesValid {
		gates = append(gates, none("certificatesValid", facts.ExpiredCertificates))
	}
	if r.NoOpenMajorCase {
		gates = append(gates, none("noOpenMajorCase", facts.OpenMajorCases))
	}
	return gates
}

func atLeast(code string, have, need int64) Gate {
	return Gate{Code: code, Passed: have >= need, Have: have, Need: need}
}

func none(code string, have int) Gate {
	return Gate{Code: code, Passed: have == 0, Have: int64(have), AtMost: true}
}

// Star is a tier of the scheme, and how sure it is that a person's true score is above it.
type Star struct {
	Code        string `json:"code"`
	Threshold   int64  `json:"threshold"`   // ten-thousandths of a point
	Probability int64  `json:"probability"` // ten-thousandths
	Awarded     bool   `json:"awarded"`
}

// Stars lists the tiers from the lowest, with P(true score > threshold). A tier is awarded
// to everyone who clears the scheme's probability, passes every gate and is eligible.
func Stars(scheme Scheme, score Score, gates []Gate) []Star {
	open := score.Eligible()
	for _, g := range gates {
		open = open && g.Passed
	}
	stars := make([]Star, len(scheme.Stars))
	for i, t := range scheme.Stars {
		p := int64(math.Floor(float64(Scale * probabilityAbove(score.Total, score.SD, t.Threshold))))
		stars[i] = Star{t.Code, t.Threshold, p, open && p >= scheme.StarProbability}
	}
	return stars
}

// Highest returns the highest tier that was awarded, or false.
func Highest(stars []Star) (Star, bool) {
	for i := len(stars) - 1; i >= 0; i-- {
		if stars[i].Awarded {
			return stars[i], true
		}
	}
	return Star{}, false
}

// probabilityAbove is P(X > t) for X ~ N(mean, sd²); with sd = 0 it is 0 or 1.
func probabilityAbove(mean, sd, t int64) float64 {
	if sd <= 0 {
		if mean > t {
			return 1
		}
		return 0
	}
	return normalCDF(float64(mean-t) / float64(sd))
}

// Displayable says whether there are enough ratings for a figure to be shown in public.
func Displayable(scheme Scheme, ratings int) bool { return ratings >= scheme.DisplayRatings }
