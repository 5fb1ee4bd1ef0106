#include "adapters/email/email_channel.hpp"
#include "adapters/enetviet/enetviet_channel.hpp"
#include "tests/integration/pipeline/intake_desk.hpp"
#include "tests/support/file.hpp"
#include "tests/support/peak_memory.hpp"
#include "tests/support/sanitized.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    out.reserve(text.size() * times);
    for (; times != 0; --times) out += text;
    return out;
}

json::object sample()
{
    auto out = json::parse(read_source("tests/data/bulletins/01-plan.json")).as_object();
    out["audience"] = json::parse(R"({"include":[{"unit":"all"}]})");
    return out;
}

/// The sample with one member that is not as it should be.
std::string with(std::string_view key, json::value value)
{
    auto out = sample();
    out[key] = std::move(value);
    return json::serialize(out);
}

/// The sample with a text put in before its last bracket: what no JSON library would write.
std::string with_text(std::string_view members)
{
    auto whole = sample();
    whole.erase("content_area");
    auto text = json::serialize(whole);
    text.pop_back();
    return text + ',' + std::string{members} + '}';
}

std::string with_body(std::string html)
{
    return with("body_html", json::string{html});
}

/// The intake with the real channels, which render what they are given.
struct real_desk : desk {
    enetviet_params partner = [this] {
        enetviet_params out;
        out.token_file = folder / "token";
        std::ofstream{out.token_file} << "token\n";
        return out;
    }();
    std::unique_ptr<channel> mail = make_email_channel(loop, {}, log);
    std::unique_ptr<channel> app = make_enetviet_channel(loop, partner, log);

    real_desk() { channels = {mail.get(), app.get()}; }

    /// Whether a good bulletin is taken in and kept.
    bool goes_on()
    {
        const auto before = box.acknowledged.size();
        auto good = sample();
        good["id"] = "good-" + std::to_string(before);
        box.next.push_back({"9-9", json::serialize(good)});
        take_all();
        return box.acknowledged.size() == before + 1;
    }
};

}  // namespace

TEST_CASE(
    "a hostile bulletin is moved away with the reason, in little time and memory, and the next one is taken",
    "[intake][hostile]"
)
{
    struct row {
        const char* name;
        std::string payload;
        const char *field, *code;
    };
    const std::vector<row> rows{
        {"nothing", "", "", "not_json"},
        {"10 MB of spaces", std::string(10 << 20, ' '), "", "too_long"},
        {"10 MB of title", with("title", json::string(10 << 20, 'x')), "", "too_long"},
        {"10 MB of brackets", std::string(10 << 20, '['), "", "too_long"},
        {"as much title as fits", with("title", json::string(1'000'000, 'x')), "title", "too_long"},
        {"as much name of a key as fits",
         with_text('"' + std::string(1'000'000, 'x') + "\":1"),
         "",
         "not_json"},
        {"lists in lists", std::string(1'000'000, '['), "", "not_json"},
        {"objects in objects", repeated("{\"a\":", 200'000), "", "not_json"},
        {"33 lists in a field",
         with_text("\"x\":" + std::string(33, '[') + std::string(33, ']')),
         "",
         "not_json"},
        {"HTML nested 100,000 deep", with_body(repeated("<div>", 100'000)), "body_html", "too_deep"},
        {"HTML that costs its square", with_body("<p" + repeated(" a", 300'000) + ">x"), "", ""},
        {"9,000 keys nobody knows",
         [] {
             std::string keys = "\"x\":1";
             for (int i = 0; i != 9'000; ++i) keys += ",\"key" + std::to_string(i) + "\":1";
             return with_text(keys);
         }(),
         "key1",
         "unknown_key"},
        {"more keys than an object may have",
         [] {
             std::string keys = "\"x\":1";
             for (int i = 0; i != 20'000; ++i) keys += ",\"key" + std::to_string(i) + "\":1";
             return with_text(keys);
         }(),
         "",
         "not_json"},
        {"a list of 200,000", with_text("\"channels\":[" + repeated("1,", 200'000) + "1]"), "", "not_json"},
        {"1,001 units",
         with(
             "audience",
             json::parse("{\"include\":[" + repeated("{\"unit\":\"all\"},", 1'000) + "{\"unit\":\"all\"}]}")
         ),
         "audience.include",
         "too_long"},
        {"50,000 keys nobody knows, in many objects",
         with(
             "attachments",
             json::parse(
                 '[' +
                 repeated(
                     "{" +
                         [] {
                             std::string keys = "\"x\":1";
                             for (int i = 0; i != 1'000; ++i) keys += ",\"key" + std::to_string(i) + "\":1";
                             return keys;
                         }() +
                         "},",
                     49
                 ) +
                 "{}]"
             )
         ),
         "attachments[0].key1",
         "unknown_key"},
        {"a key twice", with_text(R"("title":"b")"), "", "duplicate_key"},
        {"a key twice, once in escapes", with_text(R"("\u0074itle":"b")"), "", "duplicate_key"},
        {"a key twice in the depth", with_text(R"("x":{"a":1,"b":[{"c":1,"c":2}]})"), "", "duplicate_key"},
        {"an escape that draws on a terminal, twice",
         with_text("\"\\u001b[31m\":1,\"\\u001b[31m\":1"),
         "",
         "duplicate_key"},
        {"a number of a million digits",
         with_text("\"content_area\":" + std::string(1'000'000, '9')),
         "content_area",
         "out_of_range"},
        {"an exponent beyond all", with_text("\"content_area\":1e99999999"), "content_area", "out_of_range"},
        {"not a number", with_text("\"content_area\":NaN"), "", "not_json"},
        {"two bulletins", json::serialize(sample()) + json::serialize(sample()), "", "not_json"},
        {"half a surrogate", with_text(R"("author":"\ud800")"), "", "not_json"},
        {"an overlong slash", with_text("\"x\":\"\xc0\xaf\""), "", "not_json"},
        {"a byte order mark", "\xEF\xBB\xBF" + json::serialize(sample()), "", "not_json"},
        {"UTF-16", std::string("{\0\"\0", 4), "", "not_json"},
        {"zeros", std::string(1'000, '\0'), "", "not_json"},
        {"a comment", "/* */" + json::serialize(sample()), "", "not_json"},
        {"a time before all times",
         with("published_at", "0000-01-01T00:00:00+23:59"),
         "published_at",
         "not_a_time"},
        {"a time after all times",
         with("published_at", "9999-12-31T23:59:59-23:59"),
         "published_at",
         "not_a_time"},
    };
    for (const auto& each : rows) {
        INFO(each.name);
        real_desk d;
        const peak_growth memory;
        const auto begin = std::chrono::steady_clock::now();
        d.box.next.push_back({"1-0", each.payload});
        d.take_all();
        CHECK(std::chrono::steady_clock::now() - begin < (loa::testing::is_sanitized ? 60s : 5s));
        CHECK(memory.megabytes() < 128);  // HTML may cost that much, see tree.cpp
        REQUIRE(d.box.rejected.size() + d.box.acknowledged.size() == 1);
        if (*each.code != '\0') {
            REQUIRE(d.box.rejected.size() == 1);
            const auto& why = d.box.rejected[0].second;
            const auto is_it = [&](const problem& one) {
                return one.field == each.field && one.code == each.code;
            };
            INFO(to_string(why).substr(0, 1'000));
            CHECK(std::any_of(why.begin(), why.end(), is_it));
            CHECK(why.size() <= 101);
            CHECK(to_string(why).size() < 32'000);
            CHECK(to_string(why).find('\x1b') == std::string::npos);
        }
        CHECK(d.goes_on());
    }
}

TEST_CASE("a bulletin that was cut off anywhere is refused, whatever is left of it", "[intake][hostile]")
{
    real_desk d;
    const auto whole = json::serialize(sample());
    for (std::size_t length = 0; length < whole.size(); length += 41)
        d.box.next.push_back({std::to_string(length), whole.substr(0, length)});
    const auto count = d.box.next.size();
    d.take_all();
    REQUIRE(d.box.rejected.size() == count);
    for (const auto& [id, why] : d.box.rejected) CHECK(why.at(0).code == "not_json");
    CHECK(d.goes_on());
}

TEST_CASE(
    "a value of the wrong type, bytes that are no UTF-8 and control characters are refused by the field's "
    "name",
    "[intake][hostile]"
)
{
    real_desk d;
    const std::vector<json::value> values{
        nullptr,
        true,
        -1,
        1.5,
        "",
        "x",
        json::array{},
        json::array{nullptr, json::array{}},
        json::object{},
        json::object{{"a", 1}}};
    const auto given = sample();
    std::vector<std::string> fields;
    const auto add = [&](std::string_view field, std::string payload) {
        d.box.next.push_back({std::to_string(fields.size()), std::move(payload)});
        fields.emplace_back(field);
    };
    for (const auto& [name, before] : given) {
        const std::string_view key{name.data(), name.size()};
        for (const auto& value : values) add(key, with(key, value));
        if (!before.is_string())
            continue;
        auto text = with(key, "MARK");
        const auto at = text.find("MARK");
        for (const auto* bytes : {"\xff", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe1\xbb", "\n", "\x01"})
            add(key, std::string{text}.replace(at, 4, bytes));
        for (const auto* escape : {"\\u0000", "\\u0007", "\\u001b[2J", "\\u007f"})
            add(key, std::string{text}.replace(at, 4, escape));
    }
    d.take_all();
    CHECK(d.box.rejected.size() + d.box.acknowledged.size() == fields.size());
    CHECK(d.box.rejected.size() > fields.size() / 2);
    for (const auto& [id, why] : d.box.rejected) {
        const auto& field = fields.at(std::stoul(id));
        INFO(field << " " << to_string(why));
        CHECK(std::any_of(why.begin(), why.end(), [&](const problem& one) {
            return one.code == "not_json" || one.field.starts_with(field) ||
                   (field == "id" && one.field == "id");
        }));
        for (const auto& one : why) CHECK_FALSE(one.text.empty());
    }
    CHECK(d.goes_on());
}
