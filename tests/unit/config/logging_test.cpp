#include "gateway/logging/log_line.hpp"
#include "gateway/logging/make_logger.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/json/parse.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace loa;

namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file)
{
    std::ifstream in{file};
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

std::string human(std::string_view message, std::initializer_list<log_field> fields = {})
{
    return human_text(log_level::warn, message, {fields.begin(), fields.size()});
}

}  // namespace

TEST_CASE("a JSON line carries time, level, message and every field", "[logging]")
{
    const testing::temp_folder folder;
    const auto file = folder.path() / "loa.log";
    const auto log = make_logger({.format = log_format::json, .file = file});
    REQUIRE(log.has_value());
    const std::uint32_t seq = 7;
    (*log)->warn(
        "the partner asks us to slow down", {{"broadcast", 12}, {"channel", "enetviet"}, {"batch", seq}}
    );

    const auto lines = lines_of(file);
    REQUIRE(lines.size() == 1);
    const auto line = boost::json::parse(lines[0]).as_object();
    CHECK(line.at("level").as_string() == "warn");
    CHECK(line.at("message").as_string() == "the partner asks us to slow down");
    CHECK(line.at("broadcast").as_int64() == 12);
    CHECK(line.at("channel").as_string() == "enetviet");
    CHECK(line.at("batch").as_int64() == 7);
    const std::string time{line.at("time").as_string()};
    CHECK(time.size() == std::string_view{"2026-11-20T08:30:00.123+07:00"}.size());
    CHECK(time.find("T") == 10);
}

TEST_CASE("a JSON line is one line of valid JSON whatever is said", "[logging]")
{
    const testing::temp_folder folder;
    const auto file = folder.path() / "loa.log";
    const auto log = make_logger({.format = log_format::json, .file = file});
    REQUIRE(log.has_value());
    const std::vector<std::string> hostile{
        "quotes \" and \\ and {} and {0} and %v",
        "lines\nand\r\nmore\ttabs",
        std::string{"nul \0 inside", 12},
        "escape \x1b[31m red",
        "half a letter \xe1\xba",
        "no UTF-8 at all \xff\xfe\xc0\xaf",
        "a surrogate \xed\xa0\x80",
        "C1 \xc2\x9b and DEL \x7f",
        "Sở Giáo dục và Đào tạo 📢",
        "",
    };
    for (const auto& each : hostile) (*log)->error(each, {{"cause", each}});
    std::string all_bytes;
    for (int b = 0; b != 256; ++b) all_bytes += static_cast<char>(b);
    (*log)->error(all_bytes, {{"time", all_bytes}, {"level", 3}, {"message", "mine"}});

    const auto lines = lines_of(file);
    REQUIRE(lines.size() == hostile.size() + 1);
    for (const auto& line : lines) {
        CAPTURE(line);
        const auto members = boost::json::parse(line).as_object();  // boost.json refuses invalid UTF-8
        CHECK(members.at("level").as_string() == "error");
        for (const char c : line) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f));
    }
    CHECK(boost::json::parse(lines[8]).at("message").as_string() == "Sở Giáo dục và Đào tạo 📢");
    CHECK(boost::json::parse(lines[1]).at("cause").as_string() == "lines\nand\r\nmore\ttabs");
    CHECK(boost::json::parse(lines[10]).at("level_").as_int64() == 3);
    CHECK(boost::json::parse(lines[10]).at("message_").as_string() == "mine");
}

TEST_CASE("a line for people reads well and cannot forge another", "[logging]")
{
    CHECK(
        human("slow down", {{"channel", "enetviet"}, {"wait_ms", 5000}}) ==
        "warn   slow down  channel=enetviet wait_ms=5000"
    );
    CHECK(human("it says \"no\"") == "warn   it says \"no\"");
    CHECK(human("x", {{"cause", "550 no such user"}}) == "warn   x  cause=\"550 no such user\"");
    CHECK(human("x", {{"cause", ""}}) == "warn   x  cause=\"\"");
    CHECK(
        human("x\n2026-11-20 08:30:00.000 info  all is well") ==
        "warn   x\\n2026-11-20 08:30:00.000 info  all is well"
    );
    CHECK(human("x", {{"title", "Kế hoạch"}}) == "warn   x  title=\"Kế hoạch\"");
    CHECK(human("\xff") == "warn   \xef\xbf\xbd");
}

TEST_CASE("lines for people in a file start with date and time", "[logging]")
{
    const testing::temp_folder folder;
    const auto file = folder.path() / "loa.log";
    const auto log = make_logger({.file = file});
    REQUIRE(log.has_value());
    (*log)->info("ready");
    const auto lines = lines_of(file);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].substr(4, 1) == "-");
    CHECK(lines[0].substr(23) == " info   ready");
}

TEST_CASE("only the wanted levels are written, and at once", "[logging]")
{
    const testing::temp_folder folder;
    const auto file = folder.path() / "loa.log";
    const auto log = make_logger({.level = log_level::warn, .file = file});
    REQUIRE(log.has_value());
    CHECK_FALSE((*log)->wants(log_level::info));
    CHECK((*log)->wants(log_level::warn));
    (*log)->debug("no");
    (*log)->info("no");
    (*log)->warn("yes");
    CHECK(lines_of(file).size() == 1);
    (*log)->error("yes");
    CHECK(lines_of(file).size() == 2);
}

TEST_CASE("a log file continues after a restart and after it was emptied by logrotate", "[logging]")
{
    const testing::temp_folder folder;
    const auto file = folder.path() / "loa.log";
    (*make_logger({.file = file}))->info("first life");
    const auto log = make_logger({.file = file});
    (*log)->info("second life");
    CHECK(lines_of(file).size() == 2);
    std::filesystem::resize_file(file, 0);
    (*log)->info("after rotation");
    const auto lines = lines_of(file);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find('\0') == std::string::npos);
}

TEST_CASE("a log file that cannot be opened is said with the system's reason", "[logging]")
{
    const testing::temp_folder folder;
    const auto log = make_logger({.file = folder.path() / "missing" / "loa.log"});
    REQUIRE_FALSE(log.has_value());
    CHECK(log.error() == boost::system::errc::no_such_file_or_directory);
}

TEST_CASE("lines for people in the journal carry its priority instead of the time", "[logging]")
{
    const testing::temp_folder folder;
    const auto file = folder.path() / "journal";
    const int kept = ::dup(STDERR_FILENO);
    const int journal = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    REQUIRE(::dup2(journal, STDERR_FILENO) == STDERR_FILENO);
    struct stat about {};
    REQUIRE(::fstat(journal, &about) == 0);
    ::setenv(
        "JOURNAL_STREAM", (std::to_string(about.st_dev) + ":" + std::to_string(about.st_ino)).c_str(), 1
    );

    (*make_logger({}))->warn("slow down");
    (*make_logger({.format = log_format::json, .level = log_level::info, .file = {}}))->warn("slow down");
    ::setenv("JOURNAL_STREAM", "1:1", 1);  // somebody else's
    (*make_logger({}))->warn("slow down");

    ::unsetenv("JOURNAL_STREAM");
    ::dup2(kept, STDERR_FILENO);
    ::close(kept);
    ::close(journal);
    const auto lines = lines_of(file);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0] == "<4>warn   slow down");
    CHECK(lines[1].starts_with("{\"time\":\"2"));
    CHECK(lines[2].substr(23) == " warn   slow down");
}

TEST_CASE("lines of several threads do not mix", "[logging]")
{
    const testing::temp_folder folder;
    const auto file = folder.path() / "loa.log";
    const auto log = make_logger({.format = log_format::json, .file = file});
    REQUIRE(log.has_value());
    const std::string text(300, 'x');
    std::vector<std::thread> threads;
    for (int t = 0; t != 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i != 100; ++i) (*log)->info(text, {{"i", i}});
        });
    for (auto& each : threads) each.join();
    const auto lines = lines_of(file);
    CHECK(lines.size() == 400);
    for (const auto& line : lines) CHECK(boost::json::parse(line).at("message").as_string() == text);
}

TEST_CASE("what is said about a batch names broadcast, channel and batch before the rest", "[logging]")
{
    testing::recorded_log kept;
    correlated_logger log{kept, {{"broadcast", 12}, {"channel", "email"}, {"batch", 3}}};
    log.warn("no answer", {{"deliveries", 40}});
    const auto lines = kept.lines();
    REQUIRE(lines.size() == 1);
    CHECK(
        lines[0].fields ==
        std::vector<log_field>{{"broadcast", 12}, {"channel", "email"}, {"batch", 3}, {"deliveries", 40}}
    );
    CHECK(kept.said(log_level::warn, "no answer"));
}
