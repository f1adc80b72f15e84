package evaluation

// PartOf returns the part of the staff that raters connect in which a person is, from 1;
// 0 if the fit had no evidence of them. Between parts nothing can be compared.
func (p *Parameters) PartOf(employee int64) int {
	e, _ := p.employee(employee)
	return e.Part
}
