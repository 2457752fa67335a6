package aws

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/aws/smithy-go/encoding/cbor"

	"github.com/aismm/aismm/internal/evidence"
)

const (
	listMetrics   = "/service/GraniteServiceVersion20100801/operation/ListMetrics"
	getMetricData = "/service/GraniteServiceVersion20100801/operation/GetMetricData"
)

func cborReply(v cbor.Value) answer {
	return answer{status: http.StatusOK, body: string(cbor.Encode(v)), header: map[string]string{"Content-Type": "application/cbor", "Smithy-Protocol": "rpc-v2-cbor"}}
}

func cborFails(status int, code string) answer {
	a := cborReply(cbor.Map{"__type": cbor.String(code), "message": cbor.String(code)})
	a.status = status
	return a
}

// metric is one of AWS/Bedrock's; dimensions are pairs of name and value.
func metric(dimensions ...string) cbor.Map {
	list := cbor.List{}
	for pair := range slices.Chunk(dimensions, 2) {
		list = append(list, cbor.Map{"Name": cbor.String(pair[0]), "Value": cbor.String(pair[1])})
	}
	return cbor.Map{"Namespace": cbor.String("AWS/Bedrock"), "MetricName": cbor.String("Invocations"), "Dimensions": list}
}

// days is the result of one query: a sum for each day.
func days(id, status string, sums map[string]float64) cbor.Map {
	times, values := cbor.List{}, cbor.List{}
	for _, day := range slices.Sorted(maps.Keys(sums)) {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err)
		}
		times = append(times, &cbor.Tag{ID: 1, Value: cbor.Float64(at.Unix())})
		values = append(values, cbor.Float64(sums[day]))
	}
	return cbor.Map{"Id": cbor.String(id), "Label": cbor.String("Invocations"), "StatusCode": cbor.String(status), "Timestamps": times, "Values": values}
}

// usageAnswers has two models on two pages, one metric that counts a model's invocations again, and data that come in two parts.
func usageAnswers() map[string][]answer {
	return map[string][]answer{
		listMetrics: {
			cborReply(cbor.Map{"Metrics": cbor.List{metric("ModelId", "amazon.nova-lite-v1:0"), metric("ModelId", "amazon.nova-lite-v1:0", "ContextWindow", "300K")},
				"NextToken": cbor.String("page2")}),
			cborReply(cbor.Map{"Metrics": cbor.List{metric("ModelId", "us.amazon.nova-pro-v1:0")}}),
		},
		getMetricData: {
			cborReply(cbor.Map{"MetricDataResults": cbor.List{days("m0", "PartialData", map[string]float64{"2026-11-20": 3}), days("m1", "Complete", nil)}, "NextToken": cbor.String("more")}),
			cborReply(cbor.Map{"MetricDataResults": cbor.List{days("m0", "Complete", map[string]float64{"2026-11-23": 2, "2026-11-24": 0})}}),
		},
	}
}

func TestUsage(t *testing.T) {
	w := newWire(t, usageAnswers())
	got := w.collect(usageCollector, nil)
	if failed := got.failedReads(); len(failed) != 0 {
		t.Fatalf("failed reads %q", failed)
	}
	got.conform(t, usageCollector)
	got.wantResources(t, kindUsage, `[
		{"id": "aws:111122223333/us-east-1/amazon.nova-lite-v1:0", "name": "amazon.nova-lite-v1:0",
			"config": {"Namespace": "AWS/Bedrock", "MetricName": "Invocations", "Dimensions": [{"Name": "ModelId", "Value": "amazon.nova-lite-v1:0"}]},
			"parts": {"GetMetricData": {"Id": "m0", "Label": "Invocations", "StatusCode": "Complete", "Messages": [], "Values": [3, 2, 0],
				"Timestamps": ["2026-11-20T00:00:00Z", "2026-11-23T00:00:00Z", "2026-11-24T00:00:00Z"]}},
			"derived": {"model_id": "amazon.nova-lite-v1:0", "invocations": 5, "last_day": "2026-11-23T00:00:00Z"}},
		{"id": "aws:111122223333/us-east-1/us.amazon.nova-pro-v1:0", "name": "us.amazon.nova-pro-v1:0",
			"config": {"Namespace": "AWS/Bedrock", "MetricName": "Invocations", "Dimensions": [{"Name": "ModelId", "Value": "us.amazon.nova-pro-v1:0"}]},
			"parts": {"GetMetricData": {"Id": "m1", "Label": "Invocations", "StatusCode": "Complete", "Messages": [], "Values": [], "Timestamps": []}},
			"derived": {"model_id": "us.amazon.nova-pro-v1:0", "invocations": 0}}]`)
	if n := len(w.bodies[getMetricData]); n != 2 {
		t.Errorf("%d calls of GetMetricData, want one for all models, in two pages", n)
	}
}

// The window is thirty whole days of UTC, with today as the last one.
func TestUsageWindow(t *testing.T) {
	w := newWire(t, usageAnswers())
	w.collect(usageCollector, nil)
	v, err := cbor.Decode([]byte(w.bodies[getMetricData][0]))
	if err != nil {
		t.Fatal(err)
	}
	asked := v.(cbor.Map)
	for member, want := range map[string]string{"StartTime": "2026-10-27T00:00:00Z", "EndTime": "2026-11-26T00:00:00Z"} {
		tag, ok := asked[member].(*cbor.Tag)
		if !ok {
			t.Fatalf("%s is %T", member, asked[member])
		}
		seconds, err := cborSeconds(tag.Value)
		if err != nil {
			t.Fatal(err)
		}
		if at := time.Unix(seconds, 0).UTC().Format(time.RFC3339); at != want {
			t.Errorf("%s is %s, want %s", member, at, want)
		}
	}
}

func TestUsageThatCannotBeRead(t *testing.T) {
	lite, pro := "aws:111122223333/us-east-1/amazon.nova-lite-v1:0", "aws:111122223333/us-east-1/us.amazon.nova-pro-v1:0"
	for _, tc := range []struct {
		name    string
		key     string
		answers []answer
		want    []string
	}{
		{"metrics refused", listMetrics, []answer{cborFails(http.StatusForbidden, "AccessDeniedException")}, []string{"cloudwatch:ListMetrics denied"}},
		{"data refused", getMetricData, []answer{cborFails(http.StatusForbidden, "AccessDeniedException")},
			[]string{"cloudwatch:GetMetricData denied " + lite, "cloudwatch:GetMetricData denied " + pro}},
		{"data throttled", getMetricData, []answer{cborFails(http.StatusBadRequest, "ThrottlingException")},
			[]string{"cloudwatch:GetMetricData throttled " + lite, "cloudwatch:GetMetricData throttled " + pro}},
		{"data of one model forbidden", getMetricData, []answer{cborReply(cbor.Map{"MetricDataResults": cbor.List{
			days("m0", "Complete", map[string]float64{"2026-11-20": 3}), days("m1", "Forbidden", nil)}})}, []string{"cloudwatch:GetMetricData error " + pro}},
		{"data of one model left out", getMetricData, []answer{cborReply(cbor.Map{"MetricDataResults": cbor.List{
			days("m0", "Complete", map[string]float64{"2026-11-20": 3})}})}, []string{"cloudwatch:GetMetricData error " + pro}},
		{"a web page", listMetrics, []answer{{status: http.StatusOK, header: map[string]string{"Content-Type": "text/html"}, body: "<html>Sign in</html>"}}, []string{"cloudwatch:ListMetrics error"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers := usageAnswers()
			answers[tc.key] = tc.answers
			got := newWire(t, answers).collect(usageCollector, nil)
			if failed := got.failedReads(); !slices.Equal(failed, tc.want) {
				t.Errorf("failed reads %q, want %q", failed, tc.want)
			}
			for _, res := range got.Resources[kindUsage] {
				_, summed := res.Derived["invocations"]
				if summed == slices.Contains(res.Missing, "cloudwatch:GetMetricData") {
					t.Errorf("%s has a sum: %v, and misses %q", res.ID, summed, res.Missing)
				}
			}
		})
	}
}

func TestUsageIsAskedForInBatches(t *testing.T) {
	var metrics, first, second cbor.List
	for i := range usageBatch + 1 {
		metrics = append(metrics, metric("ModelId", "model-"+time.Duration(i).String()))
		if i < usageBatch {
			first = append(first, days(queryID(i), "Complete", map[string]float64{"2026-11-20": 1}))
		}
	}
	second = append(second, days(queryID(0), "Complete", map[string]float64{"2026-11-20": 7}))
	w := newWire(t, map[string][]answer{
		listMetrics:   {cborReply(cbor.Map{"Metrics": metrics})},
		getMetricData: {cborReply(cbor.Map{"MetricDataResults": first}), cborReply(cbor.Map{"MetricDataResults": second})},
	})
	got := w.collect(usageCollector, nil)
	sums := map[any]int{}
	for _, res := range got.Resources[kindUsage] {
		sums[res.Derived["invocations"]]++
	}
	if sums[1.0] != usageBatch || sums[7.0] != 1 || got.outcomeOf(t, "cloudwatch:GetMetricData") != evidence.OK {
		t.Errorf("sums %v", sums)
	}
}

func cborSeconds(v cbor.Value) (int64, error) {
	switch v := v.(type) {
	case cbor.Float64:
		return int64(v), nil
	case cbor.Uint:
		return int64(v), nil
	}
	return 0, fmt.Errorf("a time is %T", v)
}
