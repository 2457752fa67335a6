package aws

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// The keys that AssumeRole issues say themselves whose they are, so that nothing has to be remembered.
const (
	sessionKey   = "INVENTED-SESSION-"
	sessionToken = "invented-token-of-"
	// sessionLength is the default of AssumeRole.
	sessionLength = time.Hour
)

// accountOf is the account of an IAM or STS ARN; empty for anything else.
func accountOf(arn string) string {
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || !accountID.MatchString(parts[4]) {
		return ""
	}
	return parts[4]
}

// authenticate finds out whose key signed the request. Signatures themselves are not verified: there is no secret to protect.
func (h *Handler) authenticate(r *request) *apiError {
	if session, ok := strings.CutPrefix(r.key, sessionKey); ok {
		r.account, r.caller = h.estate.session(session)
		if r.account != "" && r.http.Header.Get("X-Amz-Security-Token") != sessionToken+session {
			return invalidKey(r)
		}
	} else if arn := h.estate.Callers[r.key]; arn != "" {
		r.account, r.caller = accountOf(arn), arn
	}
	if r.account == "" || !h.estate.opted(r.account, r.region) {
		return invalidKey(r)
	}
	return nil
}

// session resolves "<account>.<role's name>.<session's name>".
func (e *estate) session(s string) (account, caller string) {
	account, rest, _ := strings.Cut(s, ".")
	role, name, _ := strings.Cut(rest, ".")
	for _, arn := range e.Roles {
		if accountOf(arn) == account && roleName(arn) == role {
			return account, assumed(arn, name)
		}
	}
	return "", ""
}

func roleName(arn string) string { return arn[strings.LastIndex(arn, "/")+1:] }

func assumed(roleARN, session string) string {
	return "arn:aws:sts::" + accountOf(roleARN) + ":assumed-role/" + roleName(roleARN) + "/" + session
}

func invalidKey(r *request) *apiError {
	e := &apiError{Status: http.StatusForbidden, Code: "UnrecognizedClientException", Message: "The security token included in the request is invalid."}
	switch r.service.protocol {
	case query:
		e.Code = "InvalidClientTokenId"
	case ec2Query:
		e.Status, e.Code, e.Message = http.StatusUnauthorized, "AuthFailure", "AWS was not able to validate the provided access credentials"
	case restXML:
		e.Code, e.Message = "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."
	case jsonRPC, cborRPC:
		e.Status = http.StatusBadRequest
	}
	return e
}

func callerIdentity(_ *Handler, r *request) (any, error) {
	return map[string]any{"Account": r.account, "Arn": r.caller, "UserId": "INVENTED" + r.account}, nil
}

// assumeRole lets in wherever the estate has the role; the account that cannot be read has none that trusts the caller.
func assumeRole(h *Handler, r *request) (any, error) {
	arn, name := r.param("RoleArn"), r.param("RoleSessionName")
	if !slices.Contains(h.estate.Roles, arn) {
		return map[string]any{}, &apiError{Status: http.StatusForbidden, Code: "AccessDenied",
			Message: "User: " + r.caller + " is not authorized to perform: sts:AssumeRole on resource: " + arn}
	}
	session := accountOf(arn) + "." + roleName(arn) + "." + name
	return map[string]any{
		"AssumedRoleUser": map[string]any{"Arn": assumed(arn, name), "AssumedRoleId": "INVENTED" + accountOf(arn) + ":" + name},
		"Credentials": map[string]any{"AccessKeyId": sessionKey + session, "SecretAccessKey": "invented-and-worth-nothing",
			// By the machine's own clock: it is the client that measures how long the session lasts.
			"SessionToken": sessionToken + session, "Expiration": time.Now().Add(sessionLength).UTC().Format(time.RFC3339)},
	}, nil
}
