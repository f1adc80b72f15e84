package training

// Token is the code of a session, whether its doors are open or not.
func Token(s *Service, session int64) string {
	token, _ := s.codes(session, stepAt(s.now()))
	return token
}
