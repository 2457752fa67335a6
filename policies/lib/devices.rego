# METADATA
# scope: package
# title: Managed devices, and the software that their inventories show
package aismm.lib.devices

import data.aismm.lib.when

managed := [d | some d in input.records.record_endpoint_software; not set_aside(d)]

# Personal devices.
set_aside(d) if d.config.managed == false

# Devices that nobody has seen for 30 days, while others were: they are lost or gone. Where none was seen it is the export that is old, and
# an old export does not clear anybody.
set_aside(d) if {
	alive
	when.ns(d.config.seen_at) < when.now - (30 * when.day)
}

alive if {
	some d in input.records.record_endpoint_software
	when.within_days(d.config.seen_at, 30)
}

products := {item.product | some d in managed; some item in d.config.items}

# The products in which one of the words stands as a whole. One expression for the whole list, and each product looked at once.
with_words(words) := {p | some p in products; regex.match(expression(words), lower(p))}

expression(words) := sprintf(`(^|[^a-z0-9])(%s)([^a-z0-9]|$)`, [concat("|", [regex.replace(w, `\.`, `\.`) | some w in words])])

# Whether something on a device is one of these products.
has(d, some_products) if {
	some item in d.config.items
	item.product in some_products
}

# Whether a device says what is on it.
listed(d) if {
	is_array(d.config.items)
	count([i | some i in d.config.items; not named(i)]) == 0
}

named(item) if item.product != ""
