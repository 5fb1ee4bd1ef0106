// What people of the Department would notice, told by the program itself.

#include "tests/e2e/house.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

const std::string program_path = LOA_BINARY_DIR "/gateway/loa";

}  // namespace

TEST_CASE("a published bulletin reaches every account and mailbox once, and everybody can be asked about", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h;
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_all));
    const auto status = h.status_when(id, {"finished"});
    CHECK(count(status, "enetviet", "accepted") == 52);
    CHECK(count(status, "email", "accepted") == 12);
    CHECK(count(status, "email", "no_address") == 40);
    CHECK(h.tally().at("distinct").to_number<int>() == 52);
    CHECK(h.tally().at("doubled").to_number<int>() == 0);

    for (int i = 1; i <= 12; ++i)
        CHECK(h.mail().messages("gv" + std::to_string(i) + "@school.test", 1).size() == 1);
    const auto mail = h.mail().messages("gv1@school.test", 1).at(0);
    CHECK(mail.find("Content-Type: multipart/alternative") != std::string::npos);
    CHECK(mail.find("Archived-At:") != std::string::npos);

    const auto missed = h.loa({"missed", std::to_string(id), "--channel", "email"});
    CHECK(missed.exit_code == 0);
    CHECK(std::count(missed.out.begin(), missed.out.end(), '\n') == 1 + 40);
    CHECK(missed.out.find("no_address") != std::string::npos);
    const auto one = h.ask({"delivery", std::to_string(id), "1"});
    CHECK(one.as_array().size() == 2);

    const auto stopped = h.stop_gateway();
    CHECK(stopped.exit_code == 0);
    CHECK(stopped.err.find("secret-of") == std::string::npos);
    CHECK(stopped.err.find("@school.test") == std::string::npos);
}

TEST_CASE("what fails at the partner is tried again until everybody is reached or known not to be", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h{{"--transient", "0.2", "--rejected", "0.1", "--reset", "0.1", "--throttle", "0.1", "--throttle-for", "0", "--seed", "3"}};
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_all));
    const auto status = h.status_when(id, {"finished"});
    const auto tally = h.tally();
    CHECK(count(status, "enetviet", "accepted") == tally.at("distinct").to_number<std::int64_t>());
    CHECK(count(status, "enetviet", "accepted") + count(status, "enetviet", "rejected") + count(status, "enetviet", "dead") == 52);
    CHECK(tally.at("doubled").to_number<int>() == 0);
    CHECK(count(status, "enetviet", "retried") > 0);
}

TEST_CASE("a killed gateway goes on where it was, and the partner gets nothing twice", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h{{"--latency", "40"}};
    h.import_directory();
    h.start_gateway();
    const auto id = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_all));
    for (int i = 0; i != 3; ++i) {
        std::this_thread::sleep_for(60ms);
        h.kill_gateway();
        h.start_gateway();
    }
    const auto status = h.status_when(id, {"finished"});
    CHECK(count(status, "enetviet", "accepted") == 52);
    CHECK(count(status, "email", "accepted") == 12);
    CHECK(h.tally().at("distinct").to_number<int>() == 52);
    CHECK(h.tally().at("doubled").to_number<int>() == 0);
}

TEST_CASE("Redis may be gone and empty for a while: what was taken in goes out, and new bulletins are taken afterwards", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h;
    h.import_directory();
    h.start_gateway();
    const auto first = h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_all));
    h.redis().kill();
    h.status_when(first, {"finished"});
    h.redis().start();
    h.redis().run({"FLUSHALL"});
    const auto second = h.publish(h.bulletin("03-index.json", "\"version\": 1,", R"("version": 1,)"));
    const auto status = h.status_when(second, {"finished"});
    CHECK(count(status, "email", "accepted") == 3);
}

TEST_CASE("a bulletin that must not go out is moved aside with its reasons, and the next one goes", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h;
    h.import_directory();
    h.start_gateway();
    h.redis().run({"XADD", "loa:bulletins", "*", "bulletin", "{\"title\": 7}"});
    const auto phishing = read_file(h.bulletin("02-procedure.json", "https://hcm.edu.vn/thu-tuc", "https://hcm-edu-vn.example/thu-tuc"));
    h.redis().run({"XADD", "loa:bulletins", "*", "bulletin", phishing});
    const auto id = h.publish(h.bulletin("03-index.json", "\"version\": 1,", R"("version": 1,)"));
    h.status_when(id, {"finished"});
    const auto rejected = h.redis().run({"XRANGE", "loa:bulletins:rejected", "-", "+"});
    CHECK(rejected.find("wrong_type") != std::string::npos);
    CHECK(rejected.find("host_not_allowed") != std::string::npos);
    CHECK(h.redis().run({"XLEN", "loa:bulletins"}) == "0");
    CHECK(h.ask({"broadcasts"}).as_array().size() == 1);
}

TEST_CASE("a correction of what was sent is held until somebody releases it", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h;
    h.import_directory();
    h.start_gateway();
    const auto first = h.publish(h.bulletin("02-procedure.json", "\"version\": 1,", "\"version\": 1,"));
    h.status_when(first, {"finished"});
    const auto second = h.publish(h.bulletin("07-procedure-corrected.json", "\"version\": 2,", "\"version\": 2,"));
    CHECK(h.status_when(second, {"held"}).at("reason").as_string().size() > 0);
    CHECK(h.tally().at("accepted").to_number<int>() == 52);
    CHECK(h.loa({"release", std::to_string(second)}).exit_code == 0);
    h.status_when(second, {"finished"});
    CHECK(h.tally().at("accepted").to_number<int>() == 104);
}

TEST_CASE("a second SIGTERM ends the gateway at once", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h{{"--latency", "20000"}};
    h.import_directory();
    h.start_gateway();
    h.publish(h.bulletin("01-plan.json", "\"version\": 1,", to_all));
    std::this_thread::sleep_for(500ms);
    h.gateway().signal(SIGTERM);
    std::this_thread::sleep_for(300ms);
    CHECK(h.gateway().is_running());
    h.gateway().signal(SIGTERM);
    CHECK(h.gateway().wait(2s).exit_code == 128 + SIGTERM);
}

TEST_CASE("commands tell scripts by their exit code what came of them", "[e2e]")
{
    if (!house_can_stand())
        return;
    house h;
    CHECK(h.loa({"config", "check"}).exit_code == 0);
    h.import_directory();
    h.start_gateway();  // makes the ledger
    CHECK(h.loa({"status", "99"}).exit_code == 1);
    CHECK(h.loa({"status", "99"}).err.find("there is no broadcast 99") != std::string::npos);
    CHECK(h.loa({"status"}).exit_code == 2);
    CHECK(h.loa({"delivery", "1", "x"}).exit_code == 2);
    CHECK(h.loa({"publish", "/nowhere.json"}).exit_code == 1);

    const auto bad = h.bulletin("01-plan.json", "\"version\": 1,", "\"version\": 0,");
    const auto refused = h.loa({"publish", bad});
    CHECK(refused.exit_code == 1);
    CHECK(refused.err.find("version must be a whole number") != std::string::npos);

    const auto people = (h.folder() / "bad.csv").string();
    {
        std::ofstream{people} << "ref,name,role,unit,account,email\nx-1,Lê Văn A,pupil,th-binh-minh,,\nx-2,Lê Văn B,teacher,th-binh-minh,,b@school.test\n";
    }
    const auto imported = h.loa({"directory", "import", (h.folder() / "units.csv").string(), people});
    CHECK(imported.exit_code == 3);
    CHECK(read_file(people + ".rejects.csv").find("x-1") != std::string::npos);
    CHECK(h.ask({"directory", "count"}).at("people").to_number<int>() == 53);
}

TEST_CASE("mistakes in the settings are told all at once, with line and what would be right", "[e2e]")
{
    const temp_folder folder;
    const auto file = (folder / "loa.toml").string();
    {
        std::ofstream{file} << "[email]\nport = 99999\nhots = \"mail\"\n";
    }
    const auto done = run_program({program_path, "config", "check", "--config", file});
    CHECK(done.exit_code == 2);
    CHECK(done.err.find(":2: email.port = 99999: expected") != std::string::npos);
    CHECK(done.err.find(":3: email.hots") != std::string::npos);
    CHECK(done.err.find("host") != std::string::npos);
}

TEST_CASE("the check of the settings says what the DNS must have so that signatures can be verified", "[e2e]")
{
    const temp_folder folder;
    const auto file = (folder / "loa.toml").string(), key = (folder / "dkim.pem").string();
    REQUIRE(run_program({"openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key}).exit_code == 0);
    {
        std::ofstream{file} << "[email]\n[email.dkim]\nselector = \"loa1\"\nkey_file = \"dkim.pem\"\n";
    }
    const auto published = run_program({"sh", "-c", "openssl pkey -in '" + key + "' -pubout -outform DER | base64 -w0"}).out;
    const auto record = "v=DKIM1; k=rsa; p=" + published;
    const auto shown = run_program({program_path, "config", "check", "--config", file});
    CHECK(shown.exit_code == 0);
    CHECK(shown.out.find("loa1._domainkey.hcm.edu.vn. IN TXT \"" + record.substr(0, 255) + "\" \"" + record.substr(255) + "\"\n") != std::string::npos);
    const auto told = run_program({program_path, "config", "check", "--json", "--config", file});
    CHECK(told.out.find("\"" + record + "\"") != std::string::npos);
    const auto secret = read_file(key).substr(60, 40);
    CHECK((shown.out + shown.err + told.out + told.err).find(secret) == std::string::npos);
}

TEST_CASE("every command explains itself with an example", "[e2e]")
{
    CHECK(run_program({program_path, "--version"}).out.starts_with("loa 0."));
    CHECK(run_program({program_path}).exit_code == 2);
    for (const std::string command : {"serve", "config check", "directory import", "directory count", "directory units", "publish", "broadcasts", "status", "missed",
                                      "delivery", "retry", "cancel", "pause", "resume", "release", "rejected list", "report", "sandbox"}) {
        INFO(command);
        std::vector<std::string> words{program_path};
        for (std::size_t at = 0; at < command.size();) {
            const auto end = std::min(command.find(' ', at), command.size());
            words.push_back(command.substr(at, end - at));
            at = end + 1;
        }
        words.emplace_back("--help");
        const auto done = run_program(std::move(words));
        CHECK(done.exit_code == 0);
        CHECK(done.out.find("Example:\n  loa " + command) != std::string::npos);
    }
}
