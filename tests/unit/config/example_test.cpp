// The example file is the documentation of the settings: it must say everything, and only what is true.

#include "config/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"
#include "tests/unit/config/settings_file.hpp"

#include <sstream>
#include <string>
#include <vector>

using namespace loa;

namespace {

// Whether it is a setting that is commented out: "#key = ...", "#    { ... }," or "#]".
bool is_default(const std::string& line)
{
    return line.starts_with("#") && line.size() > 1 && (line[1] != ' ' || line.starts_with("#    {"));
}

// "email.port = 587", for each key in the file whether commented out or not.
std::vector<std::string> documented(const std::string& toml)
{
    std::vector<std::string> out;
    std::istringstream lines{toml};
    std::string table;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("["))
            table = line.substr(1, line.find(']') - 1) + ".";
        else if (line.starts_with("#    {"))
            out.back() += (out.back().ends_with("[") ? "" : " ") + line.substr(5);
        else if (line == "#]")
            out.back().back() = ']';
        else if (is_default(line))
            out.push_back(table + line.substr(1));
        else if (!line.empty() && !line.starts_with("#"))
            out.push_back(table + line);
    }
    return out;
}

std::vector<std::string> listed(const settings& what)
{
    std::vector<std::string> out;
    for (const auto& each : list_settings(what))
        out.push_back((each.table.empty() ? "" : each.table + ".") + each.key + " = " + each.value);
    return out;
}

settings defaults()
{
    settings out;
    out.email.emplace();
    return out;
}

const auto example = [] { return testing::read_source("config/loa.example.toml"); };

}  // namespace

TEST_CASE("the example names every key, in order, with its default", "[config]")
{
    CHECK(documented(example()) == listed(defaults()));
}

TEST_CASE("the example loads as it is and sets nothing but defaults", "[config]")
{
    const testing::settings_file file;
    const auto loaded = file.load(example());
    REQUIRE(loaded.has_value());
    CHECK(listed(*loaded) == listed(defaults()));
    CHECK(loaded->email.has_value());
    CHECK_FALSE(loaded->enetviet.has_value());
}

TEST_CASE("the example loads with every line of it in force", "[config]")
{
    std::istringstream lines{example()};
    std::string all;
    for (std::string line; std::getline(lines, line);)
        all += (is_default(line) ? line.substr(1) : line) + "\n";
    const testing::settings_file file;
    CHECK(file.problems(all).empty());
    CHECK(listed(*file.load(all)) == listed(defaults()));
}

TEST_CASE("every key of the example is explained", "[config]")
{
    std::istringstream lines{example()};
    std::string last;
    bool dispatch_again = false;
    for (std::string line; std::getline(lines, line); last = line) {
        dispatch_again = dispatch_again || line == "[enetviet.dispatch]";  // explained at [email.dispatch]
        if (!dispatch_again && is_default(line) && line.find(" = ") != std::string::npos && line[1] != ' ') {
            CAPTURE(line);
            CHECK(last.starts_with("# "));
        }
    }
}
