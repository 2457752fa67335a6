package aismm.iam.ai_keys_rotated_and_owned.openai_test

import data.aismm.iam.ai_keys_rotated_and_owned.openai as policy
import data.aismm.lib.evidence
import data.aismm.lib.fixture

# Days before 20 November 2026, nine o'clock.
ago(days) := 1795165200 - (days * 86400)

user := fixture.resource("openai_user", "user-1", {})

account := fixture.resource("openai_service_account", "proj_1/svc-1", {})

project(config) := fixture.resource("openai_project", "proj_1", {"config": config})

good := {
	"created_at": ago(90), "last_used_at": ago(60), "owner_project_access": "active",
	"owner": {"type": "service_account", "service_account": {"id": "svc-1"}},
}

admin := {"created_at": ago(90), "last_used_at": ago(60), "owner": {"type": "user", "id": "user-1"}}

key(config) := fixture.resource("openai_project_api_key", "proj_1/key_1", {"config": config, "derived": {"project_id": "proj_1"}})

admin_key(config) := fixture.resource("openai_admin_api_key", "key_2", {"config": config})

seen(keys, admin_keys, p) := {
	"as_of": fixture.as_of, "resources": {"openai_project_api_key": keys, "openai_admin_api_key": admin_keys},
	"lookup": {
		"openai_user": {"id": {"user-1": [user]}},
		"openai_service_account": {"id": {"proj_1/svc-1": [account]}},
		"openai_project": {"id": {"proj_1": [p]}},
	},
}

active := project({"status": "active"})

test_subjects[name] if {
	some name, tc in {
		"a project key": {"key": key(good), "judged": true},
		"an admin key": {"key": admin_key(admin), "judged": true},
		"one that ends later": {"key": key(object.union(good, {"expires_at": ago(-1)})), "judged": true},
		"an expired one": {"key": key(object.union(good, {"expires_at": ago(1)})), "judged": false},
		"an expired admin key": {"key": admin_key(object.union(admin, {"expires_at": ago(1)})), "judged": false},
	}
	got := policy.subjects with input as seen(
		[k | k := tc.key; k.kind == "openai_project_api_key"],
		[k | k := tc.key; k.kind == "openai_admin_api_key"],
		active,
	)
	got == {x | tc.judged; x := evidence.subject(tc.key)}
}

test_project_keys[name] if {
	all := {"rotated", "used", "owned", "owner_has_access", "project_active"}
	some name, tc in {
		"good": {"config": good, "project": active, "met": all},
		"91 days old": {"config": object.union(good, {"created_at": ago(91)}), "project": active, "met": all - {"rotated"}},
		"created in the future": {"config": object.union(good, {"created_at": ago(-1)}), "project": active, "met": all - {"rotated"}},
		"creation not said": {"config": object.remove(good, ["created_at"]), "project": active, "met": all - {"rotated"}},
		"ends in 91 days": {"config": object.union(good, {"created_at": ago(91), "expires_at": ago(-91)}), "project": active, "met": all - {"rotated"}},
		"unused for 61 days": {"config": object.union(good, {"last_used_at": ago(61)}), "project": active, "met": all - {"used"}},
		"never used": {"config": object.remove(good, ["last_used_at"]), "project": active, "met": all - {"used"}},
		"an account that is gone": {"config": object.union(good, {"owner": {"service_account": {"id": "svc-2"}}}), "project": active, "met": all - {"owned"}},
		"owner not said": {"config": object.remove(good, ["owner"]), "project": active, "met": all - {"owned"}},
		"owner without access": {"config": object.union(good, {"owner_project_access": "inactive"}), "project": active, "met": all - {"owner_has_access"}},
		"access not said": {"config": object.remove(good, ["owner_project_access"]), "project": active, "met": all - {"owner_has_access"}},
		"an archived project": {"config": good, "project": project({"status": "archived"}), "met": all - {"project_active"}},
		"status of the project not said": {"config": good, "project": project({}), "met": all - {"project_active"}},
	}
	k := key(tc.config)
	rows := {
		"rotated": evidence.at(k, ["config", "created_at"]), "used": evidence.at(k, ["config", "last_used_at"]),
		"owned": evidence.shown(k, account, ["id"]), "owner_has_access": evidence.at(k, ["config", "owner_project_access"]),
		"project_active": evidence.shown(k, tc.project, ["config", "status"]),
	}
	got := policy.met with input as seen([k], [], tc.project)
	got == object.union({c: {row | c in tc.met; row := rows[c]} | some c in all}, {"admin_rotated": set()})
}

test_admin_keys[name] if {
	all := {"admin_rotated", "used", "owned"}
	some name, tc in {
		"good": {"config": admin, "met": all},
		"91 days old": {"config": object.union(admin, {"created_at": ago(91)}), "met": all - {"admin_rotated"}},
		"ends in 91 days": {"config": object.union(admin, {"created_at": ago(91), "expires_at": ago(-91)}), "met": all - {"admin_rotated"}},
		"creation not said": {"config": object.remove(admin, ["created_at"]), "met": all - {"admin_rotated"}},
		"unused": {"config": object.union(admin, {"last_used_at": ago(61)}), "met": all - {"used"}},
		"never used": {"config": object.remove(admin, ["last_used_at"]), "met": all - {"used"}},
		"an owner who is gone": {"config": object.union(admin, {"owner": {"id": "user-2"}}), "met": all - {"owned"}},
		"owner not said": {"config": object.remove(admin, ["owner"]), "met": all - {"owned"}},
	}
	k := admin_key(tc.config)
	rows := {
		"admin_rotated": evidence.at(k, ["config", "created_at"]), "used": evidence.at(k, ["config", "last_used_at"]),
		"owned": evidence.shown(k, user, ["id"]),
	}
	got := policy.met with input as seen([], [k], active)
	none := {c: set() | some c in ["rotated", "owner_has_access", "project_active"]}
	got == object.union({c: {row | c in tc.met; row := rows[c]} | some c in all}, none)
}

test_a_new_key_need_not_be_used if {
	new := {"created_at": ago(60)}
	k := key(object.union(object.remove(good, ["last_used_at"]), new))
	a := admin_key(object.union(object.remove(admin, ["last_used_at"]), new))
	got := policy.met.used with input as seen([k], [a], active)
	got == {evidence.at(x, ["config", "created_at"]) | some x in [k, a]}
}

test_an_old_key_may_end_soon if {
	ending := {"created_at": ago(400), "expires_at": ago(-90)}
	k := key(object.union(good, ending))
	a := admin_key(object.union(admin, ending))
	got := {"keys": policy.met.rotated, "admin keys": policy.met.admin_rotated} with input as seen([k], [a], active)
	got == {"keys": {evidence.at(k, ["config", "expires_at"])}, "admin keys": {evidence.at(a, ["config", "expires_at"])}}
}

test_a_person_may_own_a_project_key if {
	k := key(object.union(object.remove(good, ["owner"]), {"owner": {"type": "user", "user": {"id": "user-1"}}}))
	got := policy.met.owned with input as seen([k], [], active)
	got == {evidence.shown(k, user, ["id"])}
}

test_a_service_account_of_another_project_does_not_own_it if {
	k := fixture.resource("openai_project_api_key", "proj_2/key_1", {"config": good, "derived": {"project_id": "proj_2"}})
	got := policy.met.owned with input as seen([k], [], active)
	got == set()
}
