package model

import (
	"fmt"
	"math"
	"strconv"
)

// Share is a share of a population in ten-thousandths, so that thresholds are compared in whole numbers: 9500 is 0.95.
type Share int

// Whole is the share of everything. NoShare stands for the share of an empty population; in JSON it is null.
const (
	Whole   Share = 10000
	NoShare Share = -1
)

// ShareOf turns a decimal in (0,1] with at most four places into a share.
func ShareOf(f float64) (Share, error) {
	if !(f > 0 && f <= 1) {
		return 0, fmt.Errorf("read share %v: want more than 0 and at most 1", f)
	}
	s := Share(math.Round(f * float64(Whole)))
	if s == 0 || math.Abs(float64(s)-f*float64(Whole)) > 1e-6 {
		return 0, fmt.Errorf("read share %v: want at most four decimal places", f)
	}
	return s, nil
}

// shareOf cuts part of whole to four places; of nothing there is no share.
func shareOf(part, whole int) Share {
	if whole <= 0 {
		return NoShare
	}
	return Share(int64(part) * int64(Whole) / int64(whole))
}

// ReachedBy reports whether part of whole is at least the share. Of nothing, nothing is reached.
func (s Share) ReachedBy(part, whole int) bool {
	return whole > 0 && int64(part)*int64(Whole) >= int64(s)*int64(whole)
}

// Float is the share as a decimal.
func (s Share) Float() float64 { return float64(s) / float64(Whole) }

// String is the share as a percentage, "95%", or a dash where there is none.
func (s Share) String() string {
	if s == NoShare {
		return "–"
	}
	return strconv.FormatFloat(float64(s)/float64(Whole/100), 'f', -1, 64) + "%"
}

// MarshalJSON writes the share as a decimal, and NoShare as null.
func (s Share) MarshalJSON() ([]byte, error) {
	if s == NoShare {
		return []byte("null"), nil
	}
	return strconv.AppendFloat(nil, s.Float(), 'f', -1, 64), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Share) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "null":
		*s = NoShare
		return nil
	case "0":
		*s = 0
		return nil
	}
	f, err := strconv.ParseFloat(string(data), 64)
	if err != nil {
		return fmt.Errorf("read share: %w", err)
	}
	*s, err = ShareOf(f)
	return err
}

// Ratio is a part of a whole, kept as counts so that reports can print the arithmetic.
type Ratio struct {
	Part  int `json:"part"`
	Whole int `json:"whole"`
}

// Float is the ratio as a decimal; of an empty whole it is 0.
func (r Ratio) Float() float64 {
	if r.Whole == 0 {
		return 0
	}
	return float64(r.Part) / float64(r.Whole)
}

// String writes the ratio as "3/4".
func (r Ratio) String() string { return strconv.Itoa(r.Part) + "/" + strconv.Itoa(r.Whole) }
