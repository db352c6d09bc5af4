package main

import (
	"context"
	"fmt"
	"strings"

	admissionv1 "k8s.io/api/admission/v1"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	corev1defaults "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/pod-security-admission/admission"
	admissionapi "k8s.io/pod-security-admission/admission/api"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/metrics"
	standards "k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

// evaluation asks which checks of a level the pod fails; with defaulted, as the API would store it.
type evaluation struct {
	Level     string      `json:"level"`
	Version   string      `json:"version"`
	Defaulted bool        `json:"defaulted"`
	Pod       *corev1.Pod `json:"pod"`
}

// admissionCase is one request to the plug-in, in a cluster of one namespace.
type admissionCase struct {
	Kind         string                             `json:"kind"`
	Operation    string                             `json:"operation"`
	Namespace    string                             `json:"namespace"`
	Name         string                             `json:"name"`
	User         string                             `json:"user"`
	Subresource  string                             `json:"subresource"`
	Object       rawObject                          `json:"object"`
	OldObject    rawObject                          `json:"oldObject"`
	Labels       map[string]string                  `json:"labels"`
	Defaults     admissionapi.PodSecurityDefaults   `json:"defaults"`
	Exemptions   admissionapi.PodSecurityExemptions `json:"exemptions"`
	ExistingPods []*corev1.Pod                      `json:"existingPods"`
}

type rawObject []byte

func (r *rawObject) UnmarshalJSON(text []byte) error {
	*r = append([]byte{}, text...)
	return nil
}

type failedCheck struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

type evaluated struct {
	Allowed bool          `json:"allowed"`
	Failed  []failedCheck `json:"failed"`
	Message string        `json:"message"`
}

type admitted struct {
	Allowed         bool     `json:"allowed"`
	Warnings        []string `json:"warnings"`
	AuditViolations []string `json:"auditViolations"`
	Exempt          string   `json:"exempt,omitempty"`
	Message         string   `json:"message,omitempty"`
}

type podSecurityAnswers struct {
	Evaluated []evaluated `json:"evaluated"`
	Admitted  []admitted  `json:"admitted"`
}

const idEnd = "\x00"

// marked writes each check's id before its reason, because a result does not say which check it is of.
var marked = newEvaluator(func(check standards.Check) standards.Check {
	for i, version := range check.Versions {
		check.Versions[i].CheckPod = func(meta *metav1.ObjectMeta, spec *corev1.PodSpec) standards.CheckResult {
			result := version.CheckPod(meta, spec)
			result.ForbiddenReason = string(check.ID) + idEnd + result.ForbiddenReason
			return result
		}
	}
	return check
})

var unmarked = newEvaluator(func(check standards.Check) standards.Check { return check })

func newEvaluator(change func(standards.Check) standards.Check) standards.Evaluator {
	checks := standards.DefaultChecks()
	for i := range checks {
		checks[i] = change(checks[i])
	}
	evaluator, err := standards.NewEvaluator(checks, nil)
	if err != nil {
		panic(err)
	}
	return evaluator
}

func answerPodSecurity(asked *line) (podSecurityAnswers, error) {
	given := podSecurityAnswers{Evaluated: make([]evaluated, len(asked.Evaluate)), Admitted: make([]admitted, len(asked.Admit))}
	for i := range asked.Evaluate {
		answer, err := asked.Evaluate[i].answer()
		if err != nil {
			return given, err
		}
		given.Evaluated[i] = answer
	}
	for i := range asked.Admit {
		answer, err := asked.Admit[i].answer()
		if err != nil {
			return given, err
		}
		given.Admitted[i] = answer
	}
	return given, nil
}

func (e *evaluation) answer() (evaluated, error) {
	level, err := api.ParseLevel(e.Level)
	if err != nil {
		return evaluated{}, err
	}
	version, err := api.ParseVersion(e.Version)
	if err != nil {
		return evaluated{}, err
	}
	if e.Defaulted {
		corev1defaults.SetObjectDefaults_Pod(e.Pod)
	}
	results := marked.EvaluatePod(api.LevelVersion{Level: level, Version: version}, &e.Pod.ObjectMeta, &e.Pod.Spec)
	failed := []failedCheck{}
	for i := range results {
		id, reason, _ := strings.Cut(results[i].ForbiddenReason, idEnd)
		results[i].ForbiddenReason = reason
		if !results[i].Allowed {
			failed = append(failed, failedCheck{id, reason, results[i].ForbiddenDetail})
		}
	}
	all := standards.AggregateCheckResults(results)
	return evaluated{all.Allowed, failed, all.ForbiddenDetail()}, nil
}

func (c *admissionCase) answer() (admitted, error) {
	kind, ok := kinds[c.Kind]
	if !ok {
		return admitted{}, fmt.Errorf("no kind of the plug-in: %q", c.Kind)
	}
	object, err := kind.decode(c.Object)
	if err != nil {
		return admitted{}, err
	}
	old, err := kind.decode(c.OldObject)
	if err != nil {
		return admitted{}, err
	}
	setDefaults(&c.Defaults)
	plugin := &admission.Admission{
		Configuration:    &admissionapi.PodSecurityConfiguration{Defaults: c.Defaults, Exemptions: c.Exemptions},
		Evaluator:        unmarked,
		Metrics:          noMetrics{},
		PodSpecExtractor: admission.DefaultPodSpecExtractor{},
		NamespaceGetter:  c,
		PodLister:        c,
	}
	if err := plugin.CompleteConfiguration(); err != nil {
		return admitted{}, err
	}
	if err := plugin.ValidateConfiguration(); err != nil {
		return admitted{}, err
	}
	answer := plugin.Validate(context.Background(), &api.AttributesRecord{
		Name: c.Name, Namespace: c.Namespace, Subresource: c.Subresource, Username: c.User, Operation: admissionv1.Operation(c.Operation),
		Kind: kind.gvk(c.Kind), Resource: kind.gvr(), Object: object, OldObject: old,
	})
	given := admitted{Allowed: answer.Allowed, Warnings: []string{}, AuditViolations: []string{}, Exempt: answer.AuditAnnotations["exempt"]}
	given.Warnings = append(given.Warnings, answer.Warnings...)
	if violations := answer.AuditAnnotations["audit-violations"]; violations != "" {
		given.AuditViolations = append(given.AuditViolations, violations)
	}
	if answer.Result != nil {
		given.Message = answer.Result.Message
	}
	return given, nil
}

// setDefaults fills in what the API fills in when it reads the configuration's file.
func setDefaults(d *admissionapi.PodSecurityDefaults) {
	for _, level := range []*string{&d.Enforce, &d.Audit, &d.Warn} {
		if *level == "" {
			*level = string(api.LevelPrivileged)
		}
	}
	for _, version := range []*string{&d.EnforceVersion, &d.AuditVersion, &d.WarnVersion} {
		if *version == "" {
			*version = api.VersionLatest
		}
	}
}

func (c *admissionCase) GetNamespace(context.Context, string) (*corev1.Namespace, error) {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: c.Namespace, Labels: c.Labels}}, nil
}

func (c *admissionCase) ListPods(context.Context, string) ([]*corev1.Pod, error) {
	return c.ExistingPods, nil
}

type kindOf struct {
	group, resource string
	made            func() runtime.Object
}

var kinds = map[string]kindOf{
	"Namespace":             {"", "namespaces", func() runtime.Object { return &corev1.Namespace{} }},
	"Pod":                   {"", "pods", func() runtime.Object { return &corev1.Pod{} }},
	"PodTemplate":           {"", "podtemplates", func() runtime.Object { return &corev1.PodTemplate{} }},
	"ReplicationController": {"", "replicationcontrollers", func() runtime.Object { return &corev1.ReplicationController{} }},
	"ReplicaSet":            {"apps", "replicasets", func() runtime.Object { return &appsv1.ReplicaSet{} }},
	"Deployment":            {"apps", "deployments", func() runtime.Object { return &appsv1.Deployment{} }},
	"StatefulSet":           {"apps", "statefulsets", func() runtime.Object { return &appsv1.StatefulSet{} }},
	"DaemonSet":             {"apps", "daemonsets", func() runtime.Object { return &appsv1.DaemonSet{} }},
	"Job":                   {"batch", "jobs", func() runtime.Object { return &batchv1.Job{} }},
	"CronJob":               {"batch", "cronjobs", func() runtime.Object { return &batchv1.CronJob{} }},
}

// decode is strict as parse is; nothing given stays nothing.
func (k kindOf) decode(text rawObject) (runtime.Object, error) {
	if len(text) == 0 || string(text) == "null" {
		return nil, nil
	}
	object := k.made()
	misspelt, err := kjson.UnmarshalStrict(text, object)
	if err != nil {
		return nil, err
	}
	if len(misspelt) > 0 {
		return nil, misspelt[0]
	}
	return object, nil
}

func (k kindOf) gvk(kind string) schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: k.group, Version: "v1", Kind: kind}
}

func (k kindOf) gvr() schema.GroupVersionResource {
	return schema.GroupVersionResource{Group: k.group, Version: "v1", Resource: k.resource}
}

type noMetrics struct{}

func (noMetrics) RecordEvaluation(metrics.Decision, api.LevelVersion, metrics.Mode, api.Attributes) {}
func (noMetrics) RecordExemption(api.Attributes)                                                    {}
func (noMetrics) RecordError(bool, api.Attributes)                                                  {}
