package aws

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"github.com/aismm/aismm/collectors"
	"github.com/aismm/aismm/internal/evidence"
)

// The codes by which AWS APIs name the same few conditions: from the common errors of each API's reference.
var (
	codesDenied = []string{"AccessDenied", "AccessDeniedException", "AccessDeniedForDependencyException", "AllAccessDisabled",
		"AuthorizationError", "AuthorizationErrorException", "Forbidden", "ForbiddenException", "InvalidAccessException",
		"NotAuthorized", "NotAuthorizedException", "OptInRequired", "UnauthorizedException", "UnauthorizedOperation"}
	codesExpired = []string{"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
	codesSigning = []string{"InvalidClientTokenId", "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch",
		"InvalidAccessKeyId", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "IncompleteSignature",
		"AuthFailure", "InvalidToken", "RegionDisabledException"}
	codesThrottled = []string{"BandwidthLimitExceeded", "EC2ThrottledException", "PriorRequestNotComplete", "ProvisionedThroughputExceededException",
		"RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling",
		"ThrottlingException", "TooManyRequests", "TooManyRequestsException", "LimitExceededException"}
	codesUnsupported = []string{"UnknownOperation", "UnknownOperationException", "UnsupportedOperation", "UnsupportedOperationException",
		"InvalidAction", "AWSOrganizationsNotInUseException"}
	notHere = regexp.MustCompile(`(?i)(not|isn't) (currently )?(available|supported|enabled) in (this|the|your)( aws)? ?\S* ?region`)
)

// classify turns an error of the SDK into an outcome and a message for people. Only what says that a service or operation does
// not exist there is unsupported; everything unclear is an error.
func classify(err error) (evidence.Outcome, string) {
	var api smithy.APIError
	host, why, unreached := collectors.Unreached(err)
	switch {
	case err == nil:
		return evidence.OK, ""
	case skipped(err):
		return evidence.Skipped, innermost(err)
	case errors.As(err, &api):
		return classifyAPI(err, api)
	case errors.Is(err, context.DeadlineExceeded):
		return evidence.Failed, "the time allowed for the task ran out"
	case errors.Is(err, context.Canceled):
		return evidence.Failed, "the scan was interrupted"
	case noSuchHost(err):
		return classifyHost(err)
	case unreached:
		return evidence.Failed, fmt.Sprintf("reach %s: %s; check the network, AWS_ENDPOINT_URL and the proxy", host, why)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return evidence.Failed, "the reply broke off half way: " + plain(err)
	case status(err) == http.StatusTooManyRequests:
		return evidence.Throttled, "refused for rate (status 429)"
	case status(err) >= http.StatusBadRequest && !errors.Is(err, errWebPage):
		return evidence.Failed, fmt.Sprintf("status %d, with something other than an error of AWS; check AWS_ENDPOINT_URL and the proxy (%s)", status(err), plain(err))
	}
	return evidence.Failed, plain(err)
}

func classifyAPI(err error, api smithy.APIError) (evidence.Outcome, string) {
	code, message := api.ErrorCode(), api.ErrorMessage()
	said := strings.TrimSuffix(code+": "+message, ": ")
	switch {
	case slices.Contains(codesExpired, code):
		// No permission is missing, and none would help.
		return evidence.Failed, "the credentials have expired; renew them (for example with aws sso login) and scan again (" + said + ")"
	case slices.Contains(codesSigning, code):
		return evidence.Failed, "the credentials are not accepted here; check them, and that the region is enabled for the account (" + said + ")"
	case slices.Contains(codesThrottled, code), status(err) == http.StatusTooManyRequests:
		return evidence.Throttled, said
	case notHere.MatchString(message) && !slices.Contains(codesDenied, code):
		return evidence.Unsupported, said
	case slices.Contains(codesUnsupported, code):
		return evidence.Unsupported, said
	case slices.Contains(codesDenied, code), status(err) == http.StatusForbidden, status(err) == http.StatusUnauthorized:
		if strings.Contains(message, "service control policy") || strings.Contains(message, "resource control policy") {
			return evidence.Denied, evidence.RefusedByPolicy + " (" + said + ")"
		}
		return evidence.Denied, said
	}
	return evidence.Failed, said
}

// classifyHost judges a host name that does not exist. That proves that a service is absent only where the published list of its
// regions says so too; elsewhere it is the network.
func classifyHost(err error) (evidence.Outcome, string) {
	var dns *net.DNSError
	errors.As(err, &dns)
	host := dns.Name
	service, region := splitHost(host)
	if known, listed := serviceRegions[service]; listed && region != "" && !slices.Contains(known, region) {
		return evidence.Unsupported, fmt.Sprintf("%s does not exist in %s", service, region)
	}
	return evidence.Failed, fmt.Sprintf("find %s: no such host", host)
}

// splitHost reads the service and region out of an endpoint's standard name, "<service>.<region>.amazonaws.com".
func splitHost(host string) (service, region string) {
	for _, suffix := range []string{".amazonaws.com", ".amazonaws.com.cn", ".amazonaws.eu", ".api.aws"} {
		if rest, ok := strings.CutSuffix(strings.TrimSuffix(host, "."), suffix); ok {
			if service, region, ok = strings.Cut(rest, "."); ok && !strings.Contains(region, ".") {
				return strings.TrimSuffix(service, "-fips"), region
			}
		}
	}
	return "", ""
}

func noSuchHost(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

func status(err error) int {
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}

// hasCode reports whether an API answered with one of the codes.
func hasCode(err error, codes ...string) bool {
	var api smithy.APIError
	return errors.As(err, &api) && slices.Contains(codes, api.ErrorCode())
}

// plain is an error's text without the SDK's preambles: the operation, which the read names already, the attempts and the reply's status.
func plain(err error) string {
	for {
		var op *smithy.OperationError
		var attempts *retry.MaxAttemptsError
		var response *awshttp.ResponseError
		switch {
		case errors.As(err, &op):
			err = op.Err
		case errors.As(err, &attempts):
			err = attempts.Err
		case errors.As(err, &response):
			err = response.Err
		default:
			return err.Error()
		}
	}
}

func innermost(err error) string {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err.Error()
		}
		err = next
	}
}
