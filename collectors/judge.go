package collectors

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/aismm/aismm/internal/evidence"
)

// The paced transport's errors say with these what became of a call that it did not make.
type (
	skipping   interface{ Skipped() bool }
	throttling interface{ Throttled() bool }
)

// maxMessage bounds a read's message, in bytes: some replies are whole web pages.
const maxMessage = 600

// judge turns the error of a read into its outcome. What is the same for every provider is judged here, all else by the
// provider's own classify. An error is never a success, whatever a provider says.
func judge(err error, classify func(error) (evidence.Outcome, string)) (evidence.Outcome, string) {
	var skip skipping
	var throttled throttling
	var p *Panic
	switch {
	case errors.As(err, &p):
		return evidence.Failed, tidy(p.Error())
	case errors.As(err, &skip) && skip.Skipped():
		return evidence.Skipped, tidy(skip.(error).Error())
	case errors.As(err, &throttled) && throttled.Throttled():
		return evidence.Throttled, tidy(throttled.(error).Error())
	case errors.Is(err, context.DeadlineExceeded):
		return evidence.Failed, "the time allowed for the task ran out; raise scan.task_deadline if it needs more"
	case errors.Is(err, context.Canceled):
		return evidence.Failed, "the scan was interrupted"
	}
	outcome, message := classify(err)
	if outcome == evidence.OK {
		outcome = evidence.Failed
	}
	return outcome, tidy(message)
}

// tidy makes one line of bounded length out of any message.
func tidy(message string) string {
	message = strings.Join(strings.Fields(strings.ToValidUTF8(message, "\uFFFD")), " ")
	if len(message) <= maxMessage {
		return message
	}
	end := maxMessage
	for !utf8.RuneStart(message[end]) {
		end--
	}
	return message[:end] + "…"
}
