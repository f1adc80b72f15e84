package evaluation

import "fmt"

// Validate returns an error that says in words what is wrong with a scheme, or nil.
func (s Scheme) Validate() error {
	if s.Minimum < 0 || s.Maximum > 1000*Scale || s.Minimum >= s.Maximum {
		return fmt.Errorf("the scores must lie between a minimum of at least 0 and a higher maximum of at most 1000 points")
	}
	if s.Base < s.Minimum || s.Base > s.Maximum {
		return fmt.Errorf("the base must lie between the minimum and the maximum")
	}
	if len(s.Components) == 0 {
		return fmt.Errorf("a scheme needs at least one component")
	}
	if s.BelowMinimum != HoldPayout && s.BelowMinimum != NoPayout {
		return fmt.Errorf("what happens below the minimum evidence must be %q or %q", HoldPayout, NoPayout)
	}
	for _, check := range []func() error{s.validateComponents, s.validateTables, s.validatePosts, s.validateCaps, s.validateStars, s.validateChannels} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (s Scheme) validateComponents() error {
	var seen []string
	for _, c := range s.Components {
		if err := once(&seen, "component", c.Code); err != nil {
			return err
		}
		if c.Tau < 0 || c.Tau > 100*Unit {
			return fmt.Errorf("component %s: the spread must lie between 0 and 100 points", c.Code)
		}
		if c.Floor < Unit/100 || c.Floor > 100*Unit {
			return fmt.Errorf("component %s: the floor of the spread must lie between 0.01 and 100 points", c.Code)
		}
	}
	return nil
}

func (s Scheme) validateTables() error {
	var seen []string
	for _, t := range s.Tables {
		if err := once(&seen, "table", t.Code); err != nil {
			return err
		}
		if len(t.Steps) == 0 {
			return fmt.Errorf("table %s has no steps", t.Code)
		}
		for i, step := range t.Steps {
			if i > 0 && step.From <= t.Steps[i-1].From {
				return fmt.Errorf("table %s: step %d must begin above the one before it", t.Code, i+1)
			}
			if step.Points < -100*Scale || step.Points > 100*Scale {
				return fmt.Errorf("table %s: step %d gives more than 100 points either way", t.Code, i+1)
			}
		}
	}
	return nil
}

func (s Scheme) validatePosts() error {
	if _, ok := s.post(AnyPost); !ok {
		return fmt.Errorf("a scheme needs rules for any post (%q)", AnyPost)
	}
	var seen []string
	for _, p := range s.Posts {
		if err := once(&seen, "post", p.Post); err != nil {
			return err
		}
		if err := s.validateWeights(p); err != nil {
			return err
		}
		required := 0
		for _, m := range p.Minimum {
			required += m.Count
			if !s.has(m.Component) {
				return fmt.Errorf("post %s: there is no component %q to require evidence of", p.Post, m.Component)
			}
			if m.Count < 0 {
				return fmt.Errorf("post %s: the minimum evidence of %s is negative", p.Post, m.Component)
			}
		}
		if required == 0 {
			return fmt.Errorf("post %s asks for no evidence before it pays: somebody without any would be paid", p.Post)
		}
	}
	return nil
}

func (s Scheme) validateWeights(p PostRules) error {
	total := int64(0)
	var seen []string
	for _, w := range p.Weights {
		if err := once(&seen, "weight of "+p.Post, w.Component); err != nil {
			return err
		}
		if !s.has(w.Component) {
			return fmt.Errorf("post %s: there is no component %q to weight", p.Post, w.Component)
		}
		if w.Weight < 0 || w.Weight > Scale {
			return fmt.Errorf("post %s: the weight of %s must lie between 0 and 1", p.Post, w.Component)
		}
		total += w.Weight
	}
	if total != Scale {
		return fmt.Errorf("post %s: the weights sum to %d.%04d, not to 1", p.Post, total/Scale, total%Scale)
	}
	return nil
}

func (s Scheme) has(component string) bool {
	for _, c := range s.Components {
		if c.Code == component {
			return true
		}
	}
	return false
}

func (s Scheme) validateCaps() error {
	var seen []string
	for _, c := range s.Caps {
		if err := once(&seen, "cap", c.Code); err != nil {
			return err
		}
		if _, ok := (Facts{}).value(c.Fact); !ok {
			return fmt.Errorf("cap %s: there is no fact %q", c.Code, c.Fact)
		}
		if c.AtLeast < 1 {
			return fmt.Errorf("cap %s would always apply: it must begin at 1 or more", c.Code)
		}
		if !c.Veto && (c.Maximum < s.Minimum || c.Maximum > s.Maximum) {
			return fmt.Errorf("cap %s lies outside the scores", c.Code)
		}
	}
	return nil
}

func (s Scheme) validateStars() error {
	var seen []string
	for i, t := range s.Stars {
		if err := once(&seen, "star", t.Code); err != nil {
			return err
		}
		if i > 0 && t.Threshold <= s.Stars[i-1].Threshold {
			return fmt.Errorf("star %s must have a higher threshold than the tier before it", t.Code)
		}
	}
	if s.StarProbability <= Scale/2 || s.StarProbability >= Scale {
		return fmt.Errorf("the probability a star needs must lie between one half and one")
	}
	g := s.Gates
	if g.Reliability < 0 || g.Reliability >= Scale || min(g.DistinctVisits, g.Audits, g.AuditSupervisors, g.OutsideAudits) < 0 {
		return fmt.Errorf("the gates must not be negative, and the reliability they ask for must be below 1")
	}
	if s.DisplayRatings < 5 {
		return fmt.Errorf("public display needs at least 5 ratings, or patients could be recognised")
	}
	return nil
}

// once refuses empty and repeated names.
func once(seen *[]string, what, name string) error {
	if name == "" {
		return fmt.Errorf("a %s has no name", what)
	}
	for _, s := range *seen {
		if s == name {
			return fmt.Errorf("%s %q occurs twice", what, name)
		}
	}
	*seen = append(*seen, name)
	return nil
}
