package main

import (
	"context"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	genericrequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/component-helpers/auth/rbac/validation"
	rbacregistry "k8s.io/kubernetes/pkg/registry/rbac/validation"
	"k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac"
)

type policy struct {
	Roles               []*rbacv1.Role               `json:"roles"`
	RoleBindings        []*rbacv1.RoleBinding        `json:"roleBindings"`
	ClusterRoles        []*rbacv1.ClusterRole        `json:"clusterRoles"`
	ClusterRoleBindings []*rbacv1.ClusterRoleBinding `json:"clusterRoleBindings"`
}

// subject is somebody who asks, in a namespace; an empty namespace is the whole cluster.
type subject struct {
	User      string   `json:"user"`
	Groups    []string `json:"groups"`
	Namespace string   `json:"namespace"`
}

// request asks for a URL where it has a path, be it the empty one, else for a resource.
type request struct {
	subject
	Verb        string  `json:"verb"`
	APIGroup    string  `json:"apiGroup"`
	Resource    string  `json:"resource"`
	Subresource string  `json:"subresource"`
	Name        string  `json:"name"`
	Path        *string `json:"path"`
}

// comparison asks whether the owner's rules contain the requested ones.
type comparison struct {
	Owner     []rbacv1.PolicyRule `json:"owner"`
	Requested []rbacv1.PolicyRule `json:"requested"`
}

// grant asks whether the subject may hand out rules in its namespace because it holds them itself.
type grant struct {
	subject
	Rules []rbacv1.PolicyRule `json:"rules"`
}

type containment struct {
	Covered   bool                `json:"covered"`
	Uncovered []rbacv1.PolicyRule `json:"uncovered"`
}

type answers struct {
	Allowed    []bool                `json:"allowed"`
	Covers     []containment         `json:"covers"`
	RulesFor   [][]rbacv1.PolicyRule `json:"rulesFor"`
	Escalation []bool                `json:"escalation"`
}

func answerRBAC(asked *line) answers {
	ctx := context.Background()
	held := newStore(&asked.policy)
	rights := rbac.New(held, held, held, held)
	resolver := rbacregistry.NewDefaultRuleResolver(held, held, held, held)
	given := answers{
		Allowed:    make([]bool, len(asked.Requests)),
		Covers:     make([]containment, len(asked.Covers)),
		RulesFor:   make([][]rbacv1.PolicyRule, len(asked.RulesFor)),
		Escalation: make([]bool, len(asked.Escalation)),
	}
	for i := range asked.Requests {
		decision, _, _ := rights.Authorize(ctx, asked.Requests[i].attributes())
		given.Allowed[i] = decision == authorizer.DecisionAllow
	}
	for i, c := range asked.Covers {
		covered, uncovered := validation.Covers(c.Owner, c.Requested)
		given.Covers[i] = containment{covered, filled(uncovered)}
	}
	for i, s := range asked.RulesFor {
		// An error names a role that is not there; the rules of all the others are returned along with it.
		rules, _ := resolver.RulesFor(ctx, s.info(), s.Namespace)
		given.RulesFor[i] = filled(rules)
	}
	for i, g := range asked.Escalation {
		as := genericrequest.WithNamespace(genericrequest.WithUser(ctx, g.info()), g.Namespace)
		given.Escalation[i] = rbacregistry.ConfirmNoEscalation(as, resolver, g.Rules) == nil
	}
	return given
}

func (s *subject) info() user.Info {
	return &user.DefaultInfo{Name: s.User, Groups: s.Groups}
}

func (r *request) attributes() authorizer.Attributes {
	record := authorizer.AttributesRecord{
		User:            r.info(),
		Verb:            r.Verb,
		APIGroup:        r.APIGroup,
		Resource:        r.Resource,
		Subresource:     r.Subresource,
		Namespace:       r.Namespace,
		Name:            r.Name,
		ResourceRequest: r.Path == nil,
	}
	if r.Path != nil {
		record.Path = *r.Path
	}
	return record
}

// filled makes no rules an empty list, not null, in the answer.
func filled(rules []rbacv1.PolicyRule) []rbacv1.PolicyRule {
	if rules == nil {
		return []rbacv1.PolicyRule{}
	}
	return rules
}

// store hands a policy's objects to the authorizer. Of two objects with one name the last is held, as in a cluster.
type store struct {
	roles               map[[2]string]*rbacv1.Role
	roleBindings        map[string][]*rbacv1.RoleBinding
	clusterRoles        map[string]*rbacv1.ClusterRole
	clusterRoleBindings []*rbacv1.ClusterRoleBinding
}

func newStore(p *policy) *store {
	s := &store{
		roles:               make(map[[2]string]*rbacv1.Role, len(p.Roles)),
		roleBindings:        make(map[string][]*rbacv1.RoleBinding),
		clusterRoles:        make(map[string]*rbacv1.ClusterRole, len(p.ClusterRoles)),
		clusterRoleBindings: p.ClusterRoleBindings,
	}
	for _, role := range p.Roles {
		s.roles[[2]string{role.Namespace, role.Name}] = role
	}
	for _, binding := range p.RoleBindings {
		s.roleBindings[binding.Namespace] = append(s.roleBindings[binding.Namespace], binding)
	}
	for _, role := range p.ClusterRoles {
		s.clusterRoles[role.Name] = role
	}
	return s
}

func (s *store) GetRole(_ context.Context, namespace, name string) (*rbacv1.Role, error) {
	if role, ok := s.roles[[2]string{namespace, name}]; ok {
		return role, nil
	}
	return nil, apierrors.NewNotFound(rbacv1.Resource("roles"), name)
}

func (s *store) ListRoleBindings(_ context.Context, namespace string) ([]*rbacv1.RoleBinding, error) {
	return s.roleBindings[namespace], nil
}

func (s *store) GetClusterRole(_ context.Context, name string) (*rbacv1.ClusterRole, error) {
	if role, ok := s.clusterRoles[name]; ok {
		return role, nil
	}
	return nil, apierrors.NewNotFound(rbacv1.Resource("clusterroles"), name)
}

func (s *store) ListClusterRoleBindings(context.Context) ([]*rbacv1.ClusterRoleBinding, error) {
	return s.clusterRoleBindings, nil
}
