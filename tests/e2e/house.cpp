#include "tests/e2e/house.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace json = boost::json;
using namespace std::chrono_literals;

namespace loa::testing {
namespace {

const std::string loa_program = LOA_BINARY_DIR "/gateway/loa";

void write(const std::filesystem::path& file, const std::string& text)
{
    std::ofstream{file} << text;
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

std::string mailbox(int i)
{
    return "gv" + std::to_string(i) + "@school.test";
}

std::vector<std::string> mailboxes()
{
    std::vector<std::string> out;
    for (int i = 1; i <= 12; ++i)
        out.push_back(mailbox(i));
    return out;
}

/// One HTTP request by hand: the test must not lean on the client it tests.
std::string ask_partner(std::uint16_t port, const std::string& method, const std::string& path, const std::string& sent = {})
{
    const int line = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(line, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
    const auto request = method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + std::to_string(sent.size()) + "\r\n\r\n" + sent;
    REQUIRE(::write(line, request.data(), request.size()) == static_cast<ssize_t>(request.size()));
    std::string answer;
    char some[4096];
    for (ssize_t n = 0; (n = ::read(line, some, sizeof some)) > 0;)
        answer.append(some, static_cast<std::size_t>(n));
    ::close(line);
    const auto body = answer.find("\r\n\r\n");
    REQUIRE(body != std::string::npos);
    return answer.substr(body + 4);
}

}  // namespace

bool house_can_stand()
{
    if (postfix::can_run())
        return true;
    WARN("skipped: needs Postfix and root");
    return false;
}

house::house(std::vector<std::string> partner, const house_settings& more)
{
    const auto authority = make_authority(folder_.path(), "authority");
    const auto server = make_certificate(folder_.path(), "server", "DNS:localhost,IP:127.0.0.1", authority);
    write(folder_ / "password", "secret-of-the-relay\n");
    write(folder_ / "token", "secret-of-the-partner\n");

    postfix_params mail;
    mail.mailboxes = mailboxes();
    mail.certificate = server.pem;
    mail.key = server.key;
    mail.username = "loa";
    mail.password = "secret-of-the-relay";
    mail_.emplace(std::move(mail));

    std::vector<std::string> command{loa_program, "sandbox", "--port-file", (folder_ / "port").string(), "--token-file", (folder_ / "token").string()};
    command.insert(command.end(), partner.begin(), partner.end());
    partner_.emplace(std::move(command));
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (!std::filesystem::exists(folder_ / "port")) {
        INFO(partner_->err());
        REQUIRE(std::chrono::steady_clock::now() < until);
        std::this_thread::sleep_for(5ms);
    }
    auto port = read_file(folder_ / "port");
    port.erase(port.find_last_not_of('\n') + 1);
    partner_url_ = "http://127.0.0.1:" + port;

    authority_ = authority.pem.string();
    set(more);
}

void house::set(const house_settings& more)
{
    config_ = (folder_ / "loa.toml").string();
    write(config_, R"(instance = "e2e"
)" + more.top + R"(
[redis]
url = ")" + redis_.unix_url() + R"("
[store]
folder = "store"
[log]
format = "json"
[quiet_hours]
)" + more.quiet_hours + R"(
[api]
port = )" + std::to_string(more.api_port) + R"(
unix_socket = "api.sock"
)" + more.api + R"(
[approval]
parents = "automatic"
urgent_in_quiet_hours = "automatic"
[enetviet]
base_url = ")" + partner_url_ + R"("
token_file = "token"
accounts_per_request = 5
)" + more.enetviet + R"(
[enetviet.dispatch]
retry_first = "100ms"
retry_most = "200ms"
look_up_after = "100ms"
probe_first = "100ms"
probe_most = "200ms"
[email]
host = "127.0.0.1"
port = )" + std::to_string(mail_->port()) + R"(
ca_file = ")" + authority_ + R"("
username = "loa"
password_file = "password"
helo_name = "loa.test"
)" + more.email + R"(
[email.dispatch]
retry_first = "100ms"
retry_most = "200ms"
probe_first = "100ms"
probe_most = "200ms"
)" + more.email_dispatch + "\n");
}

program_result house::loa(std::vector<std::string> words) const
{
    words.insert(words.begin(), loa_program);
    words.insert(words.end(), {"--config", config_});
    return run_program(std::move(words));
}

json::value house::ask(std::vector<std::string> words) const
{
    words.emplace_back("--json");
    const auto done = loa(std::move(words));
    INFO(done.err);
    REQUIRE(done.exit_code == 0);
    return json::parse(done.out);
}

/// A department with a cluster of one school: 12 teachers with mailboxes and accounts, 40 parents with accounts.
void house::import_directory()
{
    write(folder_ / "units.csv",
          "ref,name,kind,levels,parents\n"
          "sgddt-hcm,Sở Giáo dục và Đào tạo,department,,\n"
          "cum-05,Cụm 5,cluster,,sgddt-hcm\n"
          "cum-08,Cụm 8,cluster,,sgddt-hcm\n"
          "th-binh-minh,Trường Tiểu học Bình Minh,school,th,cum-05\n");
    std::string people = "ref,name,role,unit,account,email\n";
    for (int i = 1; i <= 12; ++i) {
        const auto no = std::to_string(i);
        people += "gv-" + no + ",Nguyễn Thị Hồng " + no + ",teacher,th-binh-minh,09010000" + (i < 10 ? "0" : "") + no + ',' + mailbox(i) + '\n';
        if (i <= 3)  // three of them are staff as well
            people += "gv-" + no + ",Nguyễn Thị Hồng " + no + ",staff,sgddt-hcm,09010000" + (i < 10 ? "0" : "") + no + ',' + mailbox(i) + '\n';
    }
    for (int i = 1; i <= 40; ++i)
        people += "ph-" + std::to_string(i) + ",Trần Văn " + std::to_string(i) + ",parent,th-binh-minh,09020000" + (i < 10 ? "0" : "") + std::to_string(i) + ",\n";
    write(folder_ / "people.csv", people);
    const auto done = loa({"directory", "import", (folder_ / "units.csv").string(), (folder_ / "people.csv").string()});
    INFO(done.err << done.out);
    REQUIRE(done.exit_code == 0);
}

void house::start_gateway()
{
    std::vector<std::string> command{loa_program, "serve", "--config", config_};
    gateway_.emplace(std::move(command));
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (gateway_->err().find("gateway started") == std::string::npos) {
        INFO(gateway_->err());
        REQUIRE(gateway_->is_running());
        REQUIRE(std::chrono::steady_clock::now() < until);
        std::this_thread::sleep_for(5ms);
    }
}

program_result house::stop_gateway()
{
    gateway_->signal(SIGTERM);
    return gateway_->wait();
}

void house::kill_gateway()
{
    gateway_->signal(SIGKILL);
    gateway_->wait();
}

std::string house::bulletin(const std::string& sample, const std::string& from, const std::string& to)
{
    auto text = read_source("tests/data/bulletins/" + sample);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    const auto file = (folder_ / ("edited-" + sample)).string();
    write(file, text.replace(at, from.size(), to));
    return file;
}

std::int64_t house::publish(const std::string& file)
{
    const auto before = ask({"broadcasts"}).as_array().size();
    const auto done = loa({"publish", file});
    INFO(done.err);
    REQUIRE(done.exit_code == 0);
    const auto until = std::chrono::steady_clock::now() + 20s;
    for (;;) {
        const auto all = ask({"broadcasts"});
        if (all.as_array().size() > before)
            return all.as_array().front().at("id").as_int64();
        REQUIRE(std::chrono::steady_clock::now() < until);
        std::this_thread::sleep_for(10ms);
    }
}

json::value house::status_when(std::int64_t broadcast, const std::vector<std::string>& states) const
{
    const auto until = std::chrono::steady_clock::now() + 30s;
    for (;;) {
        auto status = ask({"status", std::to_string(broadcast)});
        const std::string state{status.at("state").as_string()};
        if (std::find(states.begin(), states.end(), state) != states.end())
            return status;
        if (std::chrono::steady_clock::now() > until)
            FAIL("still " << state << "; the gateway said: " << (gateway_ ? gateway_->err() : ""));
        std::this_thread::sleep_for(20ms);
    }
}

json::value house::tally() const
{
    const auto port = static_cast<std::uint16_t>(std::stoi(partner_url_.substr(partner_url_.rfind(':') + 1)));
    return json::parse(ask_partner(port, "GET", "/tally"));
}

json::value house::send_receipts(const std::string& order) const
{
    const auto port = static_cast<std::uint16_t>(std::stoi(partner_url_.substr(partner_url_.rfind(':') + 1)));
    return json::parse(ask_partner(port, "POST", "/receipts", order));
}

std::int64_t count(const json::value& status, const std::string& channel, const std::string& state)
{
    for (const auto& each : status.at("channels").as_array())
        if (each.at("channel").as_string() == channel)
            return each.at("counts").at(state).to_number<std::int64_t>();
    return -1;
}

}  // namespace loa::testing
