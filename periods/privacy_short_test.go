//go:build !long

package periods_test

// Of the property tests of privacy: how many histories, and how long.
const histories, historyLength = 2, 14
