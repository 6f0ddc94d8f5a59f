# Varnish 7 before the portal: docs/operations.md, "A cache in front", says how the two are set up.
# It keeps public pages for EDGE_CACHE_SECONDS, drops all of them when the portal says that the site has changed, and
# shows older ones while the portal is away.

vcl 4.1;

import std;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 1s;
    .first_byte_timeout = 10s;
    .probe = {
        .url = "/healthz";
        .interval = 1s;
        .timeout = 1s;
        .window = 3;
        .threshold = 2;
        .initial = 2;
    }
}

# The portal's machines: they alone may drop pages.
acl portal {
    "127.0.0.1";
    "::1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ portal) {
            return (synth(405, "Not from here"));
        }
        if (req.http.Surrogate-Key !~ "^[A-Za-z0-9_./-]+$") {
            return (synth(400, "Name one surrogate key"));
        }
        if (!std.ban("obj.http.Surrogate-Key ~ (^|\s)" + req.http.Surrogate-Key + "(\s|$)")) {
            return (synth(500, std.ban_error()));
        }
        return (synth(200, "Dropped"));
    }
    # What was searched for can be health information about a person, and nobody asks for the same again.
    if (req.url ~ "^/(admin|([a-z-]+/)?search)(/|$)") {
        return (pass);
    }
    # Public pages are the same for everyone, whether signed in to the admin or not.
    unset req.http.Cookie;
    # Parameters that campaigns add; the portal reads none of them.
    if (req.url ~ "[?&](utm_[a-z_]+|fbclid|gclid|gclsrc|msclkid|mc_[ce]id|_ga)=") {
        set req.url = regsuball(req.url, "(?<=[?&])(utm_[a-z_]+|fbclid|gclid|gclsrc|msclkid|mc_[ce]id|_ga)=[^&]*&?", "");
        set req.url = regsub(req.url, "[?&]+$", "");
    }
    # While the portal is well, nobody gets a page older than promised; after a failure, once, anything that is here.
    if (std.healthy(req.backend_hint) && req.restarts == 0) {
        set req.grace = 1s;
    }
}

sub vcl_hash {
    # The portal sends http to https, and must not send https there as well.
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    # Keeping is for what says that it may be kept.
    if (!beresp.http.Cache-Control) {
        set beresp.uncacheable = true;
        set beresp.ttl = 60s;
        return (deliver);
    }
    # A failed look for news leaves the older page where it is.
    if (beresp.status >= 500 && bereq.is_bgfetch) {
        return (abandon);
    }
    if (beresp.http.Cache-Control ~ "stale-if-error=[0-9]+") {
        set beresp.grace = std.duration(
            regsub(beresp.http.Cache-Control, "^.*stale-if-error=([0-9]+).*$", "\1") + "s", 0s);
        set beresp.keep = 1h;
    }
}

sub vcl_deliver {
    if (resp.status >= 500 && req.restarts == 0 && req.method ~ "^(GET|HEAD)$" && req.url !~ "^/(admin|([a-z-]+/)?search)(/|$)") {
        return (restart);
    }
    # Browsers, and caches that cannot be told of changes, ask each time.
    if (resp.http.Surrogate-Key) {
        set resp.http.Cache-Control = "public, no-cache";
        unset resp.http.Surrogate-Key;
    }
}

sub vcl_backend_error {
    set beresp.http.Content-Type = "text/plain; charset=utf-8";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "5";
    synthetic({"The site will be back in a moment. In an emergency, call 911.
"});
    return (deliver);
}
