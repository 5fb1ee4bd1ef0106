#include "config/load.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/config/settings_file.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace loa;
using namespace std::chrono_literals;
using loa::testing::settings_file;

TEST_CASE("what an administrator writes reaches every module", "[config]")
{
    const settings_file file;
    file.write("redis.pw", "r3dis\n");
    file.write("email.pw", "s3cret with spaces \r\n");
    file.write("token", "abc.def");
    file.write("ca.pem", "text before\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", 0644);
    const auto loaded = file.load(R"(
instance = "loa-2"
drain_timeout = "1min"
[redis]
url = "rediss://redis.hcm.edu.vn:6380/3"
username = "gateway"
password_file = "redis.pw"
ca_file = "ca.pem"
block = "2s"
[store]
folder = "data"
keep_sendable = "3d"
[bulletins]
max_bytes = 65_536
[log]
format = "json"
level = "warn"
file = "loa.log"
[api]
port = 0
unix_socket = "/run/loa/loa.sock"
idle_timeout = "5min"
public_url = "https://loa.hcm.edu.vn/"
recall_time = "0s"
[email]
host = "::1"
port = 0x1d1
tls = "implicit"
username = "an"
password_credential = "email.pw"
allowed_hosts = ["hcm.edu.vn", "moet.gov.vn"]
reply_timeout = "90s"
[email.dispatch]
calls = 3
lease = "2min"
on_unknown = "park"
[enetviet]
base_url = "http://127.0.0.1:8080/api"
token_file = "token"
addressing = "audience"
categories = { ke-hoach = "3", "tuyển dụng" = "5" }
field_names = { tieu_de = "title" }
look_up_codes = [
    { code = "0", class = "accepted" },
    { code = "500", message_contains = "không tồn tại", class = "rejected" },
    { code = "9" },
]
[enetviet.dispatch]
retry_first = "1500ms"
probe_most = "2min"
)");
    REQUIRE(loaded.has_value());
    CHECK(loaded->file == file.folder() / "loa.toml");
    CHECK(loaded->lines.at("instance") == 2);
    CHECK(loaded->lines.at("api.recall_time") == 24);
    CHECK(loaded->lines.at("enetviet.dispatch.retry_first") == 49);
    CHECK_FALSE(loaded->lines.contains("approval.parents"));
    CHECK(loaded->instance == "loa-2");
    CHECK(loaded->drain_limit == 60s);
    CHECK(loaded->redis.url == "rediss://redis.hcm.edu.vn:6380/3");
    CHECK(loaded->redis.username == "gateway");
    CHECK(loaded->redis.password == "r3dis");
    CHECK(loaded->redis.ca_file == (file.folder() / "ca.pem").string());
    CHECK(loaded->redis.block == 2s);
    CHECK(loaded->redis.consumer == "loa-2");
    REQUIRE(loaded->http.has_value());
    CHECK(loaded->http->port == 0);
    CHECK(loaded->http->unix_socket == "/run/loa/loa.sock");
    CHECK(loaded->http->idle_limit == 5min);
    CHECK(loaded->api.public_url == "https://loa.hcm.edu.vn");
    CHECK(loaded->api.recallable_for == 0s);
    CHECK(loaded->store.instance == "loa-2");
    CHECK(loaded->store.folder == file.folder() / "data");
    CHECK(loaded->store.keep_sendable == 72h);
    CHECK(loaded->bulletins.bytes == 65'536);
    CHECK(loaded->log.format == log_format::json);
    CHECK(loaded->log.level == log_level::warn);
    CHECK(loaded->log.file == file.folder() / "loa.log");
    REQUIRE(loaded->email);
    CHECK(loaded->email->host == "::1");
    CHECK(loaded->email->port == 465);
    CHECK(loaded->email->tls == smtp_tls::implicit);
    CHECK(loaded->email->password == "s3cret with spaces ");
    CHECK(loaded->email->allowed_hosts == std::vector<std::string>{"hcm.edu.vn", "moet.gov.vn"});
    CHECK(loaded->email->reply_limit == 90s);
    CHECK(loaded->email->from_address == "bantin@hcm.edu.vn");
    CHECK(loaded->email_dispatch.calls == 3);
    CHECK(loaded->email_dispatch.on_unknown == on_unknown::park);
    REQUIRE(loaded->enetviet);
    CHECK(loaded->enetviet->base_url == "http://127.0.0.1:8080/api");
    CHECK(loaded->enetviet->token_file == file.folder() / "token");
    CHECK(loaded->enetviet->addressing == enetviet_addressing::audience);
    CHECK(loaded->enetviet->categories.at("tuyển dụng") == "5");
    CHECK(loaded->enetviet->field_names.at("tieu_de") == "title");
    CHECK(
        loaded->enetviet->look_up_codes ==
        enetviet_rules{
            {"0", "", outcome_class::accepted},
            {"500", "không tồn tại", outcome_class::rejected},
            {"9", "", outcome_class::unknown},
        }
    );
    CHECK(loaded->enetviet->post_codes == enetviet_params{}.post_codes);
    CHECK(loaded->enetviet_dispatch.retry.first_delay == 1500ms);
    CHECK(loaded->enetviet_dispatch.gate.probe_most == 2min);
    CHECK(loaded->enetviet_dispatch.calls == dispatcher_params{}.calls);
}

TEST_CASE("there are as many calls as connections unless fewer are asked for", "[config]")
{
    const settings_file file;
    file.write("token", "abc");
    const auto loaded = file.load(R"(
[email]
connections = 3
[enetviet]
connections = 20
token_file = "token"
[enetviet.dispatch]
calls = 5
)");
    REQUIRE(loaded.has_value());
    CHECK(loaded->email_dispatch.calls == 3);
    CHECK(loaded->enetviet_dispatch.calls == 5);
    const auto listed = list_settings(*loaded);
    const auto in_force = [&](std::string_view table) {
        for (const auto& each : listed)
            if (each.table == table && each.key == "calls")
                return each.value;
        return std::string{};
    };
    CHECK(in_force("email.dispatch") == "3");
    CHECK(in_force("enetviet.dispatch") == "5");
}

TEST_CASE("a password stays on the machine or goes encrypted", "[config]")
{
    const settings_file file;
    file.write("pw", "s3cret");
    for (const std::string url :
         {"redis://127.0.0.1:6379/0",
          "redis://[::1]",
          "redis://localhost",
          "unix:///run/redis.sock",
          "rediss://r.hcm.edu.vn"}) {
        CAPTURE(url);
        CHECK(file.problems("[email]\n[redis]\npassword_file = \"pw\"\nurl = \"" + url + "\"\n").empty());
    }
}

TEST_CASE("quiet hours and the pace of a channel reach their modules", "[config]")
{
    const settings_file file;
    const auto loaded = file.load(R"(
[quiet_hours]
enabled = false
from = "21:30"
to = "06:05"
time_zone = "UTC"
[email]
[email.dispatch]
quota = 300
burst = "250ms"
retry_percent = 10
daily_cap = 3
poll = "10s"
)");
    REQUIRE(loaded.has_value());
    CHECK_FALSE(loaded->quiet_hours.enabled);
    CHECK(loaded->quiet_hours.from == 21h + 30min);
    CHECK(loaded->quiet_hours.to == 6h + 5min);
    CHECK(loaded->quiet_hours.time_zone == "UTC");
    CHECK(loaded->email_dispatch.rate.quota == 300);
    CHECK(loaded->email_dispatch.rate.burst == 250ms);
    CHECK(loaded->email_dispatch.rate.retry_percent == 10);
    CHECK(loaded->email_dispatch.daily_cap == 3);
    CHECK(loaded->email_dispatch.poll == 10s);
}

TEST_CASE("a channel that is switched off needs none of its files", "[config]")
{
    const settings_file file;
    const auto loaded = file.load(
        "[email]\n[enetviet]\nenabled = false\nbase_url = \"http://x.vn\"\nca_file = "
        "\"/nowhere\"\ntoken_file = "
        "\"/nowhere\"\ntoken_credential = \"\"\n"
    );
    REQUIRE(loaded.has_value());
    CHECK(loaded->email);
    CHECK_FALSE(loaded->enetviet);
    CHECK(
        file.problems("[email]\nenabled = false\n") ==
        "loa.toml: no channel is enabled, expected a table [email] or [enetviet]"
    );
}

TEST_CASE("an error names file, line, key, value and what would be right", "[config]")
{
    const settings_file file;
    file.write("open", "secret\n", 0644);
    file.write("empty", "\n");
    file.write("two-lines", "one\ntwo\n");
    file.write("long", std::string(5000, 'x'));
    file.write("good", "secret\n");
    file.write("no-pem", "hello\n");
    std::filesystem::create_directory(file.folder() / "folder");
    const std::string secret_file =
        "expected a file with the secret on one line, closed to others (chmod o= FILE)";
    const std::string starting = "[email]\n";  // line 1

    const std::vector<std::pair<std::string, std::string>> table{
        // numbers
        {"port = 99999", "loa.toml:2: email.port = 99999: expected a whole number from 1 to 65535"},
        {"port = 0", "loa.toml:2: email.port = 0: expected a whole number from 1 to 65535"},
        {"port = -25", "loa.toml:2: email.port = -25: expected a whole number from 1 to 65535"},
        {"port = 25.0", "loa.toml:2: email.port = 25.0: expected a whole number from 1 to 65535"},
        {"port = \"25\"", "loa.toml:2: email.port = \"25\": expected a whole number from 1 to 65535"},
        {"port = 9223372036854775807",
         "loa.toml:2: email.port = 9223372036854775807: expected a whole number from 1 to 65535"},
        {"port = 2026-11-20", "loa.toml:2: email.port = 2026-11-20: expected a whole number from 1 to 65535"},
        {"port = {}", "loa.toml:2: email.port = {...}: expected a whole number from 1 to 65535"},
        {"[bulletins]\nmax_bytes = 10",
         "loa.toml:3: bulletins.max_bytes = 10: expected a whole number of bytes from 1024 to 16777216"},
        // durations
        {"reply_timeout = 30",
         "loa.toml:2: email.reply_timeout = 30: expected a duration in quotes from \"1s\" to \"1h\" (units: "
         "s, min, h, d)"},
        {"reply_timeout = \"30\"",
         "loa.toml:2: email.reply_timeout = \"30\": expected a duration in quotes from \"1s\" to \"1h\" "
         "(units: s, min, h, d)"},
        {"reply_timeout = \"500ms\"",
         "loa.toml:2: email.reply_timeout = \"500ms\": expected a duration in quotes from \"1s\" to \"1h\" "
         "(units: s, min, h, d)"},
        {"reply_timeout = \"2h\"",
         "loa.toml:2: email.reply_timeout = \"2h\": expected a duration in quotes from \"1s\" to \"1h\" "
         "(units: s, min, h, d)"},
        {"[email.dispatch]\npoll = \"0s\"",
         "loa.toml:3: email.dispatch.poll = \"0s\": expected a duration in quotes from \"10ms\" to \"10s\" "
         "(units: ms, s, min, h, d)"},
        {"[email.dispatch]\npoll = \"30s\"",  // the watchdog of the unit would bite
         "loa.toml:3: email.dispatch.poll = \"30s\": expected a duration in quotes from \"10ms\" to \"10s\" "
         "(units: ms, s, min, h, d)"},
        {"[email.dispatch]\nquota = -1",
         "loa.toml:3: email.dispatch.quota = -1: expected a whole number from 0 to 1000000000"},
        {"[email.dispatch]\nquota = 2.5",
         "loa.toml:3: email.dispatch.quota = 2.5: expected a whole number from 0 to 1000000000"},
        {"[email.dispatch]\nburst = \"2min\"",
         "loa.toml:3: email.dispatch.burst = \"2min\": expected a duration in quotes from \"10ms\" to "
         "\"1min\" (units: ms, s, min, h, d)"},
        {"[email.dispatch]\nretry_percent = 0",
         "loa.toml:3: email.dispatch.retry_percent = 0: expected a whole number from 1 to 100"},
        {"[email.dispatch]\nretry_percent = \"20%\"",
         "loa.toml:3: email.dispatch.retry_percent = \"20%\": expected a whole number from 1 to 100"},
        {"[email.dispatch]\ndaily_cap = 251",
         "loa.toml:3: email.dispatch.daily_cap = 251: expected a whole number from 0 to 250"},
        {"[quiet_hours]\nenabled = \"no\"",
         "loa.toml:3: quiet_hours.enabled = \"no\": expected true or false"},
        {"[quiet_hours]\nfrom = \"24:00\"",
         "loa.toml:3: quiet_hours.from = \"24:00\": expected a time of day like \"22:00\""},
        {"[quiet_hours]\nfrom = 22:00:00",
         "loa.toml:3: quiet_hours.from = 22:00:00: expected a time of day like \"22:00\""},
        {"[quiet_hours]\nto = \"7:00\"",
         "loa.toml:3: quiet_hours.to = \"7:00\": expected a time of day like \"22:00\""},
        {"[quiet_hours]\nto = \"06:60\"",
         "loa.toml:3: quiet_hours.to = \"06:60\": expected a time of day like \"22:00\""},
        {"[quiet_hours]\ntime_zone = \"Asia/Saigonn\"",
         "loa.toml:3: quiet_hours.time_zone = \"Asia/Saigonn\": expected a time zone like "
         "\"Asia/Ho_Chi_Minh\""},
        {"[quiet_hours]\nform = \"21:00\"", "loa.toml:3: quiet_hours.form: unknown key; did you mean from?"},
        {"[store]\nkeep_sendable = \"90min\"",
         "loa.toml:3: store.keep_sendable = \"90min\": expected a duration in quotes from \"1h\" to \"365d\" "
         "(units: h, d)"},
        // texts and choices
        {"enabled = 1", "loa.toml:2: email.enabled = 1: expected true or false"},
        {"tls = \"ssl\"", "loa.toml:2: email.tls = \"ssl\": expected \"starttls\", \"implicit\" or \"none\""},
        {"tls = true", "loa.toml:2: email.tls = true: expected \"starttls\", \"implicit\" or \"none\""},
        {"host = \"smtp.hcm.edu.vn:25\"",
         "loa.toml:2: email.host = \"smtp.hcm.edu.vn:25\": expected a host name or an IP address, without a "
         "port"},
        {"from_address = \"Sở <bantin@hcm.edu.vn>\"",
         "loa.toml:2: email.from_address = \"Sở <bantin@hcm.edu.vn>\": expected a mailbox like "
         "\"bantin@hcm.edu.vn\""},
        {"from_name = \"a\\nBcc: b\"",
         "loa.toml:2: email.from_name = \"a\\nBcc: b\": expected a text on one line, or \"\""},
        {"list_id = \"-x.vn\"",
         "loa.toml:2: email.list_id = \"-x.vn\": expected a domain like \"hcm.edu.vn\""},
        {"allowed_hosts = []",
         "loa.toml:2: email.allowed_hosts = []: expected a list, not empty, of which each is a domain like "
         "\"hcm.edu.vn\""},
        {"allowed_hosts = \"hcm.edu.vn\"",
         "loa.toml:2: email.allowed_hosts = \"hcm.edu.vn\": expected a list, not empty, of which each is a "
         "domain like \"hcm.edu.vn\""},
        {"allowed_hosts = [\"hcm.edu.vn\", 3]",
         "loa.toml:2: email.allowed_hosts = [\"hcm.edu.vn\", 3]: expected a list, not empty, of which each "
         "is a domain like \"hcm.edu.vn\""},
        {"[redis]\nurl = \"redis://user:pw@host\"",
         "loa.toml:3: redis.url = \"redis://user:pw@host\": expected \"redis://HOST:PORT/DB\", "
         "\"rediss://HOST:PORT/DB\" or \"unix:///PATH\", without user and password"},
        // names
        {"prot = 25", "loa.toml:2: email.prot: unknown key; did you mean port?"},
        {"ca-file = \"x\"", "loa.toml:2: email.ca-file: unknown key; did you mean ca_file?"},
        {"[emial]\nport = 25", "loa.toml:2: emial: unknown table; did you mean [email]?"},
        {"[email.dispatcher]", "loa.toml:2: email.dispatcher: unknown table; did you mean [email.dispatch]?"},
        {"[api]\naddress = \"loa.hcm.edu.vn\"",
         "loa.toml:3: api.address = \"loa.hcm.edu.vn\": expected an IP address, without a port"},
        {"[api]\naddress = \"0.0.0.0\"",
         "loa.toml:3: api.address = \"0.0.0.0\": expected certificate_file and key_file, or a loopback address: "
         "passwords would cross the network readable"},
        {"[api]\nkey_file = \"good\"", "loa.toml:3: api.key_file = \"good\": expected certificate_file and key_file together"},
        {"[api]\npublic_url = \"http://loa.hcm.edu.vn\"",
         "loa.toml:3: api.public_url = \"http://loa.hcm.edu.vn\": expected \"https://HOST\", with port and path if needed, or \"\""},
        {"[api]\nconsole = \"nowhere\"",
         "loa.toml:3: api.console = \"nowhere\": no such folder, expected the folder of the built console (in a checkout: "
         "console/dist after `npm run build` in console/), or \"\" for none"},
        {"[api]\nconsole = \"folder\"",
         "loa.toml:3: api.console = \"folder\": there is no index.html in it, expected the folder of the built console (in a "
         "checkout: console/dist after `npm run build` in console/), or \"\" for none"},
        {"[api]\nport = 0", "loa.toml:3: api.port = 0: expected a port, or a unix_socket, or both"},
        {"[api]\nbody_bytes = 1_048_576\nmemory_bytes = 1_048_575",
         "loa.toml:4: api.memory_bytes = 1048575: expected a whole number from 1048576 to 4294967296"},
        {"[api]\nsession_idle = \"2h\"\nsession_limit = \"1h\"",
         "loa.toml:4: api.session_limit = \"1h\": expected session_limit not shorter than session_idle"},
        {"[sms]",
         "loa.toml:2: sms: unknown table; there are redis, store, bulletins, log, quiet_hours, api, "
         "approval, canary, retention, email, enetviet"},
        {"[log]\ncolour = true", "loa.toml:3: log.colour: unknown key; there are format, level, file"},
        {"[[redis]]", "loa.toml:2: redis = [{...}]: expected a table, [redis]"},
        // secrets
        {"password = \"hunter2\"",
         "loa.toml:2: email.password: secrets are not written into this file, expected password_file or "
         "password_credential"},
        {"pasword = \"hunter2\"",
         "loa.toml:2: email.pasword: unknown key; there are enabled, host, port, tls, ca_file, username, "
         "password_file, password_credential, helo_name, from_address, from_name, reply_to, bounce_domain, "
         "message_id_domain, list_id, allowed_hosts, connections, messages_per_call, "
         "messages_per_connection, connect_timeout, reply_timeout"},
        {"username = \"an\"\npassword_file = \"missing\"",
         "loa.toml:3: email.password_file = \"missing\": no such file, " + secret_file},
        {"username = \"an\"\npassword_file = \"open\"",
         "loa.toml:3: email.password_file = \"open\": open to everybody (mode 0644), " + secret_file},
        {"username = \"an\"\npassword_file = \"empty\"",
         "loa.toml:3: email.password_file = \"empty\": it is empty, " + secret_file},
        {"username = \"an\"\npassword_file = \"two-lines\"",
         "loa.toml:3: email.password_file = \"two-lines\": it holds more than one line, or control "
         "characters, " +
             secret_file},
        {"username = \"an\"\npassword_file = \"long\"",
         "loa.toml:3: email.password_file = \"long\": it is longer than 4096 bytes, " + secret_file},
        {"username = \"an\"\npassword_file = \"folder\"",
         "loa.toml:3: email.password_file = \"folder\": not a regular file, " + secret_file},
        {"username = \"an\"\npassword_file = \"good\"\npassword_credential = \"good\"",
         "loa.toml:4: email.password_credential = \"good\": it is given twice, expected either password_file "
         "or password_credential"},
        {"username = \"an\"\npassword_credential = \"missing\"",
         "loa.toml:3: email.password_credential = \"missing\": no such file, " + secret_file},
        {"password_credential = \"../good\"",
         "loa.toml:2: email.password_credential = \"../good\": expected the name of a systemd credential, or "
         "\"\""},
        {"ca_file = \"no-pem\"",
         "loa.toml:2: email.ca_file = \"no-pem\": expected the path of a readable PEM file of certificates"},
        {"[enetviet]", "loa.toml:2: enetviet: no token is given, expected token_file or token_credential"},
        {"[enetviet]\ntoken = \"x\"",
         "loa.toml:3: enetviet.token: secrets are not written into this file, expected token_file or "
         "token_credential"},
        // rules over several keys
        {"username = \"an\"",
         "loa.toml:2: email.username = \"an\": expected password_file or password_credential with a "
         "username"},
        {"password_file = \"good\"",
         "loa.toml:2: email.password_file = \"good\": expected a username with the password"},
        {"host = \"mx.hcm.edu.vn\"\ntls = \"none\"\nusername = \"an\"\npassword_file = \"good\"",
         "loa.toml:3: email.tls = \"none\": expected \"starttls\" or \"implicit\": the password would cross "
         "the network readable"},
        {"[email.dispatch]\nlease = \"60s\"",
         "loa.toml:3: email.dispatch.lease = \"60s\": expected a lease longer than two attempt_timeouts (2 x "
         "30s)"},
        {"[email.dispatch]\nattempt_timeout = \"10min\"",
         "loa.toml:3: email.dispatch.attempt_timeout = \"10min\": expected a lease longer than two "
         "attempt_timeouts (2 x 10min)"},
        {"[email.dispatch]\nretry_first = \"2h\"",
         "loa.toml:3: email.dispatch.retry_first = \"2h\": expected retry_most not shorter than retry_first"},
        {"connections = 2\n[email.dispatch]\ncalls = 3",
         "loa.toml:4: email.dispatch.calls = 3: expected no more calls than there are connections (2)"},
        {"[redis]\npassword_file = \"good\"\nurl = \"redis://redis.hcm.edu.vn\"",
         "loa.toml:4: redis.url = \"redis://redis.hcm.edu.vn\": expected rediss://: the password would cross "
         "the network readable"},
        {"[redis]\nrejected_stream = \"loa:bulletins\"",
         "loa.toml:3: redis.rejected_stream = \"loa:bulletins\": expected another name than that of the "
         "stream"},
        {"[enetviet]\ntoken_file = \"good\"\nbase_url = \"http://api.enetviet.com\"",
         "loa.toml:4: enetviet.base_url = \"http://api.enetviet.com\": expected https://: the token would "
         "cross the network readable"},
        {"[enetviet]\ntoken_file = \"good\"\ntoken_value = \"Bearer\"",
         "loa.toml:4: enetviet.token_value = \"Bearer\": expected a text with {token} in it, where the token "
         "goes"},
        {"[enetviet]\ntoken_file = \"good\"\nuser_types = { pupil = \"x\" }",
         "loa.toml:4: enetviet.user_types.pupil: unknown key; there are staff, teacher, parent"},
        {"[enetviet]\ntoken_file = \"good\"\nfield_names = { tieu_ed = \"title\" }",
         "loa.toml:4: enetviet.field_names.tieu_ed: unknown key; did you mean tieu_de?"},
        {"[enetviet]\ntoken_file = \"good\"\npost_codes = []",
         "loa.toml:4: enetviet.post_codes = []: expected a list, not empty, of tables"},
        {"[enetviet]\ntoken_file = \"good\"\npost_codes = [\n{ code = \"200\", class = \"ok\" },\n{ class = "
         "\"rejected\" },\n"
         "{ code = 200, clas = \"accepted\" },\n]",
         "loa.toml:5: enetviet.post_codes[0].class = \"ok\": expected \"accepted\", \"duplicate\", "
         "\"rejected\", "
         "\"content_rejected\", \"transient\", \"throttled\", \"unauthorized\", \"unavailable\" or "
         "\"unknown\"\n"
         "loa.toml:6: enetviet.post_codes[1].code: expected code, the partner's code that this is about\n"
         "loa.toml:7: enetviet.post_codes[2].code = 200: expected a text on one line\n"
         "loa.toml:7: enetviet.post_codes[2].clas: unknown key; did you mean class?"},
        {"[enetviet]\ntoken_file = \"good\"\naccount_codes = [\n{ code = \"422\", class = "
         "\"content_rejected\" },\n]",
         "loa.toml:5: enetviet.account_codes[0].class = \"content_rejected\": expected \"rejected\": what "
         "one "
         "account is refused for must not stop the broadcast for all"},
        {"[enetviet]\ntoken_file = \"good\"\n[enetviet.categories]\nke-hoach = 3",
         "loa.toml:5: enetviet.categories.ke-hoach = 3: expected a text on one line"},
    };
    for (const auto& [lines, said] : table) {
        CAPTURE(lines);
        CHECK(file.problems(starting + lines + "\n") == said);
    }
}

TEST_CASE("all errors of a file are told at once, in the order of its lines", "[config]")
{
    const settings_file file;
    CHECK(
        file.problems(R"([log]
level = "loud"
formt = "json"
[email]
port = 0
password = "x"
[redis]
block = 5
[email.dispatch]
calls = 0
)") == "loa.toml:2: log.level = \"loud\": expected \"debug\", \"info\", \"warn\" or \"error\"\n"
       "loa.toml:3: log.formt: unknown key; did you mean format?\n"
       "loa.toml:5: email.port = 0: expected a whole number from 1 to 65535\n"
       "loa.toml:6: email.password: secrets are not written into this file, expected password_file or "
       "password_credential\n"
       "loa.toml:8: redis.block = 5: expected a duration in quotes from \"100ms\" to \"1min\" (units: ms, s, "
       "min, h, d)\n"
       "loa.toml:10: email.dispatch.calls = 0: expected a whole number from 1 to 1000"
    );
}

TEST_CASE("a file that is not TOML is told with its line", "[config]")
{
    const settings_file file;
    for (const auto& [text, line] : std::vector<std::pair<std::string, std::uint32_t>>{
             {"[email]\nport = \n", 2},
             {"[email]\nport = 1\nport = 2\n", 3},
             {"[email]\n[email]\n", 2},
             {"[email\n", 1},
             {"a = \"never closed\n", 1},
             {"[email]\nhost = \"\xff\"\n", 2},
         }) {
        CAPTURE(text);
        const auto loaded = file.load(text);
        REQUIRE_FALSE(loaded.has_value());
        REQUIRE(loaded.error().size() == 1);
        CHECK(loaded.error()[0].line == line);
        CHECK_FALSE(loaded.error()[0].wrong.empty());
    }
}

TEST_CASE("a settings file that cannot be read is told", "[config]")
{
    const settings_file file;
    const auto said = [&](const std::filesystem::path& path) {
        return to_string(load_settings(path, "").error());
    };
    CHECK(said("/nowhere/loa.toml") == "/nowhere/loa.toml: no such file");
    CHECK(said(file.folder()) == file.folder().string() + ": it is a folder, not a file");
    const auto large = file.write("large.toml", std::string((1 << 20) + 1, '#'));
    CHECK(said(large) == large.string() + ": it is longer than 1048576 bytes");
    CHECK(said("/dev/null") == "/dev/null: no channel is enabled, expected a table [email] or [enetviet]");
}

TEST_CASE("a credential is found where systemd puts it, and its absence is told", "[config]")
{
    const settings_file file;
    file.write("email-password", "s3cret\n", 0400);
    const auto path =
        file.write("loa.toml", "[email]\nusername = \"an\"\npassword_credential = \"email-password\"\n");

    ::unsetenv("CREDENTIALS_DIRECTORY");
    const auto without = load_settings(path);
    REQUIRE_FALSE(without.has_value());
    CHECK(without.error()[0].wrong == "there are no credentials ($CREDENTIALS_DIRECTORY is not set)");

    ::setenv("CREDENTIALS_DIRECTORY", file.folder().c_str(), 1);
    const auto with = load_settings(path);
    ::unsetenv("CREDENTIALS_DIRECTORY");
    REQUIRE(with.has_value());
    CHECK(with->email->password == "s3cret");
}

TEST_CASE("no error shows a secret", "[config]")
{
    const settings_file file;
    file.write("pw", "hunter2\n", 0644);
    for (const std::string line : {
             "password = \"hunter2\"",
             "password = [\"hunter2\"]",
             "passwd = \"hunter2\"",
             "password_flie = \"hunter2\"",
             "password_file = \"pw\"",
             "username = \"an\"\npassword_file = \"pw\"",
         }) {
        CAPTURE(line);
        const auto said = file.problems("[email]\n" + line + "\n");
        CHECK_FALSE(said.empty());
        CHECK(said.find("hunter2") == std::string::npos);
    }
}

// Each key in turn gets values that are wrong for it; the error must name it, stand at its line, and say what
// is allowed.
TEST_CASE("whatever is written for a key that it does not take gives an error that names it", "[config]")
{
    const settings_file file;
    settings full;
    full.email.emplace();
    full.enetviet.emplace();
    std::size_t keys = 0;
    for (const auto& each : list_settings(full)) {
        ++keys;
        const auto head = each.table.empty() ? std::string{} : "[" + each.table + "]\n";
        const auto name = each.table.empty() ? each.key : each.table + "." + each.key;
        const std::uint32_t line = each.table.empty() ? 1 : 2;
        std::vector<std::string> wrong{
            "2026-11-20",
            "[[1]]",
            "{ a = [] }",
            "-1",
            "1e99",
            "\"\\u0001\"",
            "\"" + std::string(600, 'x') + "\""};
        if (each.allowed.starts_with("a whole number"))
            wrong.insert(
                wrong.end(), {"9223372036854775807", "-9223372036854775808", "0.5", "\"1\"", "true"}
            );
        if (each.allowed.starts_with("a duration"))
            wrong.insert(
                wrong.end(),
                {"30",
                 "\"30\"",
                 "\"\"",
                 "\"s\"",
                 "\"-1s\"",
                 "\"1 s\"",
                 "\"1.5s\"",
                 "\"1s1ms\"",
                 "\"1S\"",
                 "\"1d1\"",
                 "\"3651d\"",
                 "\"99999999999999999999s\""}
            );
        for (const auto& value : wrong) {
            CAPTURE(name, value);
            const auto loaded = file.load(head + each.key + " = " + value + "\n");
            REQUIRE_FALSE(loaded.has_value());
            bool named = false;
            for (const auto& error : loaded.error())
                named =
                    named || (error.line == line && error.key.starts_with(name) && !error.expected.empty());
            CHECK(named);
        }
    }
    CHECK(keys > 80);
}

TEST_CASE("no text of the settings can break a line: whatever goes into a header is refused by its key", "[config][hostile]")
{
    settings all;
    all.email.emplace();
    all.enetviet.emplace();
    const settings_file file;
    std::size_t texts = 0;
    for (const auto& each : list_settings(all)) {
        const bool is_text = each.value.starts_with('"') && !each.key.ends_with("file") && each.key != "folder";
        if (!is_text)
            continue;
        ++texts;
        const auto value = each.value.substr(0, each.value.size() - 1);
        for (const auto* attack : {"\\r\\nBcc: x@y.vn", "\\nX: y", "\\rX: y", "\\u0000", "\\u007f"}) {
            const auto toml = (each.table.empty() ? "" : "[" + each.table + "]\n") + each.key + " = " + value + attack + "\"\n";
            CAPTURE(toml);
            const auto said = file.problems(toml);
            const auto name = (each.table.empty() ? "" : each.table + ".") + each.key;
            CHECK(said.find(name) != std::string::npos);
        }
    }
    CHECK(texts > 30);
}
