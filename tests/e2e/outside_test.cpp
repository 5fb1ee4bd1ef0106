// What people who get mail, the partner and Prometheus meet of Loa, told by the program itself.

#include "gateway/core/refusal_token.hpp"
#include "gateway/ledger/database.hpp"
#include "gateway/ledger/directory_schema.hpp"
#include "gateway/ledger/ledger_schema.hpp"
#include "gateway/ledger/ledger_secret.hpp"
#include "tests/e2e/house.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"
#include "tests/support/free_port.hpp"
#include "tests/support/unix_http.hpp"

#include <boost/json/parse.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <thread>

using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

const std::string to_teachers =
    R"("version": 1, "audience": {"include": [{"unit": "cum-05", "roles": ["teacher"]}]},)";
const std::string button = "List-Unsubscribe=One-Click";
const std::string form = "Content-Type: application/x-www-form-urlencoded\r\n";

house_settings one_mail_at_a_time()
{
    house_settings out;
    out.api = "public_url = \"https://loa.test\"";
    out.email = "messages_per_call = 1\nconnections = 1";
    out.email_dispatch = "calls = 1\nquota = 3\nburst = \"100ms\"";
    return out;
}

/// The link that a person's mail carries.
std::string link_of(const house& h, const std::string& mailbox, std::int64_t broadcast)
{
    loa::database ledger{h.folder() / "store/ledger.db", loa::ledger_schema(), loa::store_access::existing};
    loa::database directory{
        h.folder() / "store/directory.db", loa::directory_schema(), loa::store_access::existing};
    loa::statement row{directory, "SELECT no FROM person WHERE email = ?1", mailbox};
    REQUIRE(row.step());
    const auto token =
        loa::refusal_tokens{loa::read_secret(ledger)}.make({broadcast, row.number<std::uint32_t>(0)});
    return "/u/" + std::string{token.begin(), token.end()};
}

std::filesystem::path door(const house& h)
{
    return h.folder() / "api.sock";
}

bool contains(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("who stops mail while a broadcast is under way gets nothing more of it", "[e2e][unsubscribe]")
{
    if (!house_can_stand())
        return;
    house h{{}, one_mail_at_a_time()};
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_teachers));
    const auto first = h.mail().messages("gv1@school.test", 1);
    REQUIRE(first.size() == 1);
    CHECK(contains(first[0], "List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
    CHECK(contains(first[0], "https://loa.test" + link_of(h, "gv1@school.test", id)));

    // Opening the link changes nothing, whoever opens it.
    const auto link = link_of(h, "gv12@school.test", id);
    const auto page = ask_unix(door(h), "GET", link);
    CHECK(page.status == 200);
    CHECK(contains(page.body, "Ngừng nhận bản tin qua email"));
    CHECK_FALSE(contains(page.body, "gv12"));

    const auto done = ask_unix(door(h), "POST", link, button, form);
    CHECK(done.status == 200);
    CHECK(contains(done.body, "Đã ngừng gửi email"));
    REQUIRE(count(h.status_when(id, {"sending", "finished"}), "email", "accepted") < 11);

    const auto status = h.status_when(id, {"finished"});
    CHECK(count(status, "email", "accepted") == 11);
    CHECK(count(status, "email", "suppressed") == 1);
    CHECK(h.mail().messages("gv12@school.test", 0).empty());
    CHECK(h.mail().messages("gv11@school.test", 1).size() == 1);
}

TEST_CASE(
    "stopping mail lasts, can be taken back by the same link, and lifts nothing that others did",
    "[e2e][unsubscribe]"
)
{
    if (!house_can_stand())
        return;
    auto settings = one_mail_at_a_time();
    settings.email_dispatch.clear();
    settings.email.clear();
    house h{{}, settings};
    h.import_directory();
    h.start_gateway();
    const auto link = link_of(h, "gv2@school.test", 1);

    const auto english = ask_unix(door(h), "POST", link, button, form + "Accept-Language: en\r\n");
    CHECK(contains(english.body, "No more emails"));
    const auto first = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_teachers));
    CHECK(count(h.status_when(first, {"finished"}), "email", "suppressed") == 1);

    CHECK(contains(ask_unix(door(h), "POST", link + "/undo").body, "Quý vị sẽ nhận lại bản tin"));
    const auto second = h.publish(h.bulletin(
        "01-plan.json",
        "\"version\": 1,",
        R"("version": 2, "audience": {"include": [{"unit": "cum-05", "roles": ["teacher"]}]},)"
    ));
    static_cast<void>(second);

    loa::database ledger{h.folder() / "store/ledger.db", loa::ledger_schema(), loa::store_access::existing};
    CHECK_FALSE(loa::statement{ledger, "SELECT 1 FROM suppression WHERE address = 'gv2@school.test'"}.step());
    loa::statement{
        ledger,
        "INSERT INTO suppression (contact, address, cause, since) VALUES (1, 'gv3@school.test', '550 5.1.1', "
        "0)"}
        .run();
    const auto other = link_of(h, "gv3@school.test", 1);
    CHECK(ask_unix(door(h), "POST", other, button, form).status == 200);
    const auto not_taken_back = ask_unix(door(h), "POST", other + "/undo");
    CHECK(not_taken_back.status == 200);
    CHECK(contains(not_taken_back.body, "vẫn chưa nhận được bản tin"));
    CHECK(loa::statement{ledger, "SELECT 1 FROM suppression WHERE address = 'gv3@school.test'"}.step());
    loa::statement audit{ledger, "SELECT group_concat(action || ' ' || who) FROM audit"};
    REQUIRE(audit.step());
    CHECK(audit.text(0) == "suppression.add recipient,suppression.lift recipient");
}

TEST_CASE("a link that is not one of ours is a friendly page that tells nothing", "[e2e][unsubscribe]")
{
    if (!house_can_stand())
        return;
    house h{{}, one_mail_at_a_time()};
    h.import_directory();
    h.start_gateway();
    auto forged = link_of(h, "gv2@school.test", 1);
    forged.back() = forged.back() == 'A' ? 'Q' : 'A';
    std::set<std::string> bodies;
    for (const auto& link :
         {forged, std::string{"/u/x"}, "/u/" + std::string(39, 'A'), "/u/" + std::string(2'000, 'z')})
        for (const auto* method : {"GET", "POST"}) {
            const auto got = ask_unix(door(h), method, link);
            CHECK(got.status == 404);
            CHECK(contains(got.head, "text/html"));
            bodies.insert(got.body);
        }
    CHECK(bodies.size() == 1);
    CHECK(contains(*bodies.begin(), "Liên kết không dùng được"));
    loa::database ledger{h.folder() / "store/ledger.db", loa::ledger_schema(), loa::store_access::existing};
    CHECK_FALSE(loa::statement{ledger, "SELECT 1 FROM suppression"}.step());
}

TEST_CASE(
    "receipts of the partner are counted once, whatever it repeats, reorders or somebody forges",
    "[e2e][receipts]"
)
{
    if (!house_can_stand())
        return;
    temp_folder secrets;
    const auto secret = (secrets / "receipts").string();
    std::ofstream{secret} << "secret-of-the-receipts\n";
    std::filesystem::permissions(
        secret, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
    );
    house_settings settings;
    settings.enetviet = "receipts_secret_file = \"" + secret + "\"";
    settings.api_port = free_port();
    house h{{"--receipts-secret-file", secret}, settings};
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_teachers));
    h.status_when(id, {"finished"});

    const auto told = [&](const std::string& kind, const std::string& how) {
        const auto order = R"({"url":"http://127.0.0.1:)" + std::to_string(settings.api_port) +
                           R"(/hooks/enetviet","per_message":5,"kind":")" + kind + R"(","how":")" + how +
                           "\"}";
        std::vector<int> out;
        const auto answer = h.send_receipts(order);
        for (const auto& status : answer.at("statuses").as_array()) out.push_back(status.to_number<int>());
        return out;
    };
    const std::vector<int> taken(3, 200), refused(3, 401);
    CHECK(told("da_nhan", "wrong_signature") == refused);
    CHECK(told("da_nhan", "stale") == refused);
    CHECK(told("da_xem", "reversed") == taken);
    CHECK(told("da_nhan", "repeated") == std::vector<int>(6, 200));
    CHECK(told("da_nhan", "right") == taken);

    loa::database ledger{h.folder() / "store/ledger.db", loa::ledger_schema(), loa::store_access::existing};
    loa::statement totals{
        ledger,
        "SELECT group_concat(broadcast || ' ' || channel || ' ' || kind || ' ' || count) FROM (SELECT * FROM "
        "receipt_total ORDER BY kind)"};
    REQUIRE(totals.step());
    CHECK(totals.text(0) == "1 enetviet delivered 12,1 enetviet read 12");
    const auto scraped = ask_unix(door(h), "GET", "/metrics").body;
    CHECK(contains(scraped, R"(loa_receipts_total{kind="delivered"} 12)"));
    CHECK(contains(scraped, R"(loa_receipts_total{kind="refused"} 6)"));
    CHECK(contains(scraped, R"(loa_receipts_total{kind="repeated"} 6)"));
}

TEST_CASE("who watches sees a broadcast to its end, without asking again", "[e2e][events]")
{
    if (!house_can_stand())
        return;
    house h{{}, one_mail_at_a_time()};
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_teachers));
    const auto is_over = [](const std::string& so_far) {
        return contains(so_far, R"("state":"finished","reason":"","start_at")");
    };
    const auto stream = ask_unix(door(h), "GET", "/api/events", {}, {}, is_over, 30s);
    CHECK(stream.status == 200);
    CHECK(contains(stream.head, "text/event-stream"));
    CHECK(contains(stream.body, "event: reset"));
    CHECK(contains(stream.body, "\"id\":" + std::to_string(id)));
    CHECK(contains(stream.body, R"("state":"sending")"));
    CHECK(is_over(stream.body));
}

TEST_CASE(
    "every metric that the alert rules and the dashboard name is exported by the running gateway",
    "[e2e][metrics]"
)
{
    if (!house_can_stand())
        return;
    house h;
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_teachers));
    h.status_when(id, {"finished"});
    const auto scraped = ask_unix(door(h), "GET", "/metrics");
    REQUIRE(scraped.status == 200);
    CHECK(contains(scraped.head, "text/plain; version=0.0.4"));

    for (const auto* file : {"monitoring/loa.rules.yml", "monitoring/grafana-dashboard.json"}) {
        const auto text = read_source(file);
        const std::regex name{R"(\bloa_[a-z0-9_]+)"};
        std::set<std::string> named;
        for (std::sregex_iterator at{text.begin(), text.end(), name}, end; at != end; ++at) {
            auto found = at->str();
            for (const std::string part : {"_bucket", "_count", "_sum"})
                if (found.ends_with(part))
                    found.resize(found.size() - part.size());
            named.insert(found);
        }
        CHECK(named.size() > 8);
        for (const auto& each : named) {
            INFO(file << " names " << each);
            CHECK(contains(scraped.body, "# TYPE " + each + " "));
        }
    }
    static_cast<void>(boost::json::parse(read_source("monitoring/grafana-dashboard.json")));

    CHECK(contains(scraped.body, R"(loa_deliveries_total{channel="email",state="accepted"} 12)"));
    CHECK(contains(scraped.body, R"(loa_queue_deliveries{channel="email",urgency="normal"} 0)"));
    CHECK(contains(scraped.body, R"(loa_bulletins_taken_in_total{verdict="stored"} 1)"));
    CHECK(contains(scraped.body, R"(loa_publish_to_complete_seconds_count{urgency="normal"} 1)"));
    CHECK(contains(scraped.body, "loa_redis_connected 1"));
}

TEST_CASE("a renewed certificate is shown after SIGHUP, and a spoilt one never", "[e2e][tls]")
{
    if (!house_can_stand())
        return;
    house h;
    const auto& at = h.folder().path();
    const auto authority = make_authority(at, "api-authority");
    const auto put = [&](const std::string& name) {
        const auto made = make_certificate(at, name, "IP:127.0.0.1", authority);
        std::filesystem::copy_file(
            made.pem, at / "api.pem", std::filesystem::copy_options::overwrite_existing
        );
        std::filesystem::copy_file(
            made.key, at / "api.key", std::filesystem::copy_options::overwrite_existing
        );
        std::filesystem::permissions(
            at / "api.key", std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
        );
        return run_program({"openssl", "x509", "-in", made.pem, "-noout", "-fingerprint"}).out;
    };
    house_settings more;
    more.api_port = free_port();
    more.api = "certificate_file = \"api.pem\"\nkey_file = \"api.key\"";
    const auto first = put("first");
    h.set(more);
    h.import_directory();
    h.start_gateway();
    const auto shown = [&] {
        const auto where = "127.0.0.1:" + std::to_string(more.api_port);
        return run_program({"sh",
                            "-c",
                            "openssl s_client -verify_return_error -CAfile '" + authority.pem.string() +
                                "' -connect " + where +
                                " </dev/null 2>/dev/null | openssl x509 -noout -fingerprint"})
            .out;
    };
    CHECK(shown() == first);

    const auto second = put("second");
    REQUIRE(second != first);
    CHECK(shown() == first);
    h.gateway().signal(SIGHUP);
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (shown() != second && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(50ms);
    CHECK(shown() == second);

    std::ofstream{at / "api.pem"} << "no certificate";
    h.gateway().signal(SIGHUP);
    while (h.gateway().err().find("stays the old one") == std::string::npos &&
           std::chrono::steady_clock::now() < until + 10s)
        std::this_thread::sleep_for(50ms);
    CHECK(shown() == second);
    CHECK(h.stop_gateway().exit_code == 0);
}
