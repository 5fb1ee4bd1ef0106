#include "gateway/ledger/csv.hpp"

#include "tests/support/catch.hpp"

#include <random>
#include <sstream>

using namespace loa;

namespace {

struct read_row {
    std::uint64_t line = 0;
    std::vector<std::string> fields;
    std::string trouble, text;
};

std::vector<read_row> read_all(const std::string& text, std::size_t longest = 65'536)
{
    std::istringstream in{text};
    csv_reader csv{in, longest};
    std::vector<read_row> out;
    while (csv.next())
        out.push_back(
            {csv.line(),
             {csv.fields().begin(), csv.fields().end()},
             std::string{csv.trouble()},
             std::string{csv.text()}}
        );
    CHECK(csv.bytes() == text.size());
    return out;
}

using words = std::vector<std::string>;

}  // namespace

TEST_CASE("rows end with LF or CRLF, and the last one may end with nothing", "[csv]")
{
    const auto rows = read_all(
        "\xEF\xBB\xBF"
        "ref,name\r\na,An\n\nb,Bình\r\n\r\nc,"
    );
    REQUIRE(rows.size() == 4);
    CHECK(rows[0].fields == words{"ref", "name"});
    CHECK(rows[1].fields == words{"a", "An"});
    CHECK(rows[2].fields == words{"b", "Bình"});
    CHECK(rows[3].fields == words{"c", ""});
    CHECK(rows[2].line == 4);
    CHECK(rows[3].line == 6);
    CHECK(rows[2].text == "b,Bình");
    CHECK(read_all("").empty());
    CHECK(read_all("\n\r\n").empty());
}

TEST_CASE("a quoted field holds commas, line breaks and quotes", "[csv]")
{
    const auto rows = read_all("a,\"x, y\",\"say \"\"loa\"\"\"\r\n\"two\nlines\",\"\",\"\"\"\"\nlast,1,2");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].fields == words{"a", "x, y", "say \"loa\""});
    CHECK(rows[1].fields == words{"two\nlines", "", "\""});
    CHECK(rows[2].fields == words{"last", "1", "2"});
    CHECK(rows[2].line == 4);
}

TEST_CASE("a bad row costs itself and not the rows behind it", "[csv]")
{
    const auto rows = read_all("a,\"never closed\nb,2\nc,3\nd,x\"y\ne,\"5\"6\nf,\"7\"\rg\nh,8\n", 64);
    REQUIRE(rows.size() == 7);
    CHECK(rows[0].trouble == "something stands between a closing quote and the next comma");
    CHECK(rows[3].trouble == "a quote stands inside a field that does not begin with one");
    CHECK_FALSE(rows[5].trouble.empty());
    CHECK(rows[6].fields == words{"h", "8"});
    CHECK(rows[0].text == "a,\"never closed");
}

TEST_CASE("a forgotten quote costs one row however long the file is", "[csv]")
{
    std::string text = "a,\"never closed\n";
    for (int i = 0; i != 1'000; ++i) text += "row" + std::to_string(i) + ",2\n";
    const auto rows = read_all(text, 200);
    REQUIRE(rows.size() == 1'001);
    CHECK_FALSE(rows[0].trouble.empty());
    CHECK(rows[0].text == "a,\"never closed");
    CHECK(rows[1].fields == words{"row0", "2"});
    CHECK(rows[1'000].line == 1'001);
}

TEST_CASE("a line of any length is read in bounded memory", "[csv]")
{
    const auto rows = read_all(
        "a,1\n" + std::string(500'000, 'x') + "\nb,2\n" + std::string(500'000, ',') + "\nc,3", 1'000
    );
    REQUIRE(rows.size() > 4);
    CHECK(rows.front().fields == words{"a", "1"});
    CHECK(rows[1].trouble == "the row is too long");
    CHECK(rows.back().fields == words{"c", "3"});
}

TEST_CASE("whatever is written as fields is read back", "[csv]")
{
    std::mt19937 draw{7};
    constexpr std::string_view letters = "ab,\"\r\n x\xE1\xBA\xA1";
    std::string text;
    std::vector<words> given;
    for (int row = 0; row != 300; ++row) {
        words fields{"id" + std::to_string(row)};
        for (int field = 0; field != 3; ++field) {
            std::string value;
            for (auto left = draw() % 12; left != 0; --left) value += letters[draw() % letters.size()];
            fields.push_back(value);
        }
        for (std::size_t i = 0; i != fields.size(); ++i) text += (i == 0 ? "" : ",") + csv_field(fields[i]);
        text += row % 2 == 0 ? "\r\n" : "\n";
        given.push_back(std::move(fields));
    }
    const auto rows = read_all(text);
    REQUIRE(rows.size() == given.size());
    for (std::size_t i = 0; i != rows.size(); ++i) CHECK(rows[i].fields == given[i]);
}

TEST_CASE("any bytes are read to the end without a fault", "[csv]")
{
    std::mt19937 draw{11};
    constexpr std::string_view letters = "a,\"\r\n\0\xff";
    for (int round = 0; round != 500; ++round) {
        std::string text;
        for (auto left = draw() % 400; left != 0; --left) text += letters[draw() % letters.size()];
        const auto rows = read_all(text, 16 + draw() % 64);
        for (const auto& row : rows) CHECK(row.text.size() <= 100);
    }
}
