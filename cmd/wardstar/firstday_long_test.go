//go:build long

package main

import "testing"

// TestFirstDayOfFiveThousand is TestFirstDay of a hospital with 5,000 people and
// 100,000 ratings in the month.
func TestFirstDayOfFiveThousand(t *testing.T) { newNewcomer(t, 5000, 20).firstDay() }
