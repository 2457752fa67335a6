package model

// Score is the level arithmetic of one assessment, or of one cut of it.
type Score struct {
	Programme  Aggregate       `json:"programme"`
	Domains    []DomainScore   `json:"domains"`
	Categories []CategoryScore `json:"categories"`
	// Coverage is the share of the applicable objectives of the assessed categories that are decided.
	Coverage Ratio `json:"coverage"`
}

// DomainScore is the score of one domain.
type DomainScore struct {
	Domain Domain `json:"domain"`
	Name   string `json:"name"`
	Aggregate
}

// Aggregate brings several categories together. Only assessed categories that have a level count.
type Aggregate struct {
	// Gross counts waived subjects as failed, Net leaves them out.
	Gross Summary `json:"gross"`
	Net   Summary `json:"net"`
	// Coverage is the share of the applicable objectives of the assessed categories that are decided, gross.
	Coverage Ratio `json:"coverage"`
	// Categories counts all categories; Assessed those that something judged; TargetsReached and TargetsMissed those whose
	// target level the confirmed level reaches, and the possible level does not.
	Categories     int `json:"categories"`
	Assessed       int `json:"assessed"`
	Targets        int `json:"targets"`
	TargetsReached int `json:"targets_reached"`
	TargetsMissed  int `json:"targets_missed"`
}

// Summary is the minimum (what CSA AISMM calls the floor) and the mean of categories' levels, both as intervals.
type Summary struct {
	// Minimum is the lowest confirmed and the lowest possible level; null when no category has a level.
	Minimum Interval `json:"minimum"`
	// Mean is the sum of levels over the number of categories that have one.
	Mean MeanInterval `json:"mean"`
}

// Interval is a level that is confirmed and the level that is possible if everything unknown turns out well.
type Interval struct {
	Confirmed Level `json:"confirmed"`
	Possible  Level `json:"possible"`
}

// MeanInterval is a mean of confirmed and of possible levels: the sum over the count, so that the arithmetic can be shown.
type MeanInterval struct {
	Confirmed Ratio `json:"confirmed"`
	Possible  Ratio `json:"possible"`
}

// CategoryScore is where one category stands.
type CategoryScore struct {
	Category Category `json:"category"`
	Name     string   `json:"name"`
	Domain   Domain   `json:"domain"`
	// Assessed is false when nothing judged any of the category's objectives. It then has no level, which says nothing about
	// how mature it is.
	Assessed bool   `json:"assessed"`
	Gross    Ladder `json:"gross"`
	Net      Ladder `json:"net"`
	// Target is the level that the organization chose; null when it chose none.
	Target Level `json:"target"`
	// Distance is how far the gross levels are from the target; null without a target or without a level.
	Distance *Distance `json:"distance"`
	// Coverage is the share of applicable objectives that are decided, gross.
	Coverage Ratio `json:"coverage"`
}

// Ladder is a category's climb: which level is confirmed, which is possible, and why.
type Ladder struct {
	// Confirmed is the highest level such that every applicable objective of levels 2 up to it is met; Possible is the same
	// with unknown ones counted as met. Both are null when the category is not assessed or nothing in it applies.
	Interval
	// Progress is the share of the applicable objectives that are met of the next level at which any apply; null when there is no such
	// level.
	Progress *Ratio `json:"progress"`
	// Levels holds the levels from 2 to the top, lowest first.
	Levels []LevelCount `json:"levels"`
}

// LevelCount counts the objectives of one level of one category by status.
type LevelCount struct {
	Level         Level `json:"level"`
	Objectives    int   `json:"objectives"`
	Met           int   `json:"met"`
	NotMet        int   `json:"not_met"`
	Unknown       int   `json:"unknown"`
	NotApplicable int   `json:"not_applicable"`
	NotAssessed   int   `json:"not_assessed"`
	// PassedThrough marks a level at which nothing was applicable: it neither holds nor stands in the way. It is not set above the last
	// level that has an objective, in the model or in a cut of it: there the climb ends.
	PassedThrough bool `json:"passed_through"`
}

// Distance is a number of levels to the target.
type Distance struct {
	// Least is the distance from the possible level, Most from the confirmed one; 0 when reached.
	Least int `json:"least"`
	Most  int `json:"most"`
}
