#include "gateway/core/bulletin.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/file.hpp"

#include <filesystem>

using namespace loa;

namespace {

const bulletin_limits limits;

std::string sample(const std::string& name)
{
    return testing::read_source("tests/data/bulletins/" + name);
}

/// A valid bulletin with one piece of its text replaced.
std::string valid_with(const std::string& from, const std::string& to)
{
    auto text = sample("01-plan.json");
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

bool refuses(const std::string& text, const std::string& field, const std::string& code)
{
    const auto read = parse_bulletin(text, limits);
    if (read)
        return false;
    for (const auto& each : read.error())
        if (each.field == field && each.code == code)
            return true;
    UNSCOPED_INFO(to_string(read.error()));
    return false;
}

}  // namespace

TEST_CASE("every sample of the portal is a bulletin and survives being written and read again", "[bulletin]")
{
    for (const auto& file : std::filesystem::directory_iterator{LOA_SOURCE_DIR "/tests/data/bulletins"}) {
        INFO(file.path());
        const auto read = parse_bulletin(testing::read_file(file.path()), limits);
        if (!read)
            FAIL(to_string(read.error()));
        const auto again = parse_bulletin(to_json(*read), limits);
        REQUIRE(again.has_value());
        CHECK(to_json(*again) == to_json(*read));
        CHECK(again->audience == read->audience);
    }
}

TEST_CASE("a bulletin that names no audience goes to the staff of the Department, never to parents", "[bulletin]")
{
    const auto read = parse_bulletin(sample("01-plan.json"), limits);
    REQUIRE(read.has_value());
    CHECK(read->audience == staff_of("sgddt-hcm"));

    const auto without_roles = parse_bulletin(
        valid_with("\"version\": 1,", R"("version": 1, "audience": {"include": [{"unit": "cum-05"}], "exclude": [{"unit": "cum-05", "levels": ["th"]}]},)"),
        limits
    );
    REQUIRE(without_roles.has_value());
    CHECK(without_roles->audience.include[0].roles == std::vector{role::staff});
    CHECK(without_roles->audience.exclude[0].roles.empty());  // whoever it is, he is not to get it
}

TEST_CASE("a bulletin of the portal without an id takes it from its address", "[bulletin]")
{
    const auto read = parse_bulletin(valid_with("\"id\": \"41848-90747\",", ""), limits);
    REQUIRE(read.has_value());
    CHECK(read->id == "41848-90747");
}

TEST_CASE("text comes out in composed form and in one line", "[bulletin]")
{
    const auto read = parse_bulletin(valid_with("Sở ban hành", "So\xCC\x9B\xCC\x89  ban\\n hành"), limits);  // o, horn, hook above
    REQUIRE(read.has_value());
    CHECK(read->title.starts_with("Sở ban hành kế hoạch"));
}

TEST_CASE("what is wrong with a bulletin is said, all of it at once", "[bulletin]")
{
    CHECK(refuses("", "", "not_json"));
    CHECK(refuses("[]", "", "wrong_type"));
    CHECK(refuses("{} {}", "", "not_json"));
    CHECK(refuses(sample("01-plan.json").substr(0, 400), "", "not_json"));
    CHECK(refuses(std::string(2'000, '['), "", "not_json"));
    CHECK(refuses(std::string((1 << 20) + 1, ' '), "", "too_long"));
    CHECK(refuses(valid_with("\"version\": 1", "\"version\": 1, \"version\": 2"), "", "duplicate_key"));
    CHECK(refuses(valid_with("\"version\": 1", "\"version\": 0"), "version", "out_of_range"));
    CHECK(refuses(valid_with("\"version\": 1", "\"version\": 1.5"), "version", "out_of_range"));
    CHECK(refuses(valid_with("\"version\": 1", "\"version\": \"1\""), "version", "out_of_range"));
    CHECK(refuses(valid_with("\"version\": 1", "\"version\": 99999999999999999999"), "version", "out_of_range"));
    CHECK(refuses(valid_with("\"version\": 1", "\"expire_at\": 1, \"version\": 1"), "expire_at", "unknown_key"));
    CHECK(refuses(valid_with("\"title\"", "\"titel\""), "title", "missing"));
    CHECK(refuses(valid_with("Sở ban hành", "\\u0007Sở ban hành"), "title", "control_character"));
    CHECK(refuses(valid_with("Sở ban hành", "\\ud800 ban hành"), "", "not_json"));
    CHECK(refuses(valid_with("Sở ban hành", "S\xE1\xBB ban hành"), "", "not_json"));
    CHECK(refuses(valid_with("\"normal\"", "\"at once\""), "urgency", "unknown_word"));
    CHECK(refuses(valid_with("+07:00", ""), "published_at", "not_a_time"));
    CHECK(refuses(valid_with("\"published_at\"", "\"expires_at\": \"2026-11-20T08:30:00+07:00\", \"published_at\""), "expires_at", "out_of_range"));
    CHECK(refuses(valid_with("https://hcm.edu.vn/uploadimages", "javascript:"), "image.url", "not_a_url"));
    CHECK(refuses(valid_with("\"portal\"", "\"por tal\""), "source", "not_a_word"));
    CHECK(refuses(valid_with("2022-01-21", "2022-02-31"), "document.issued_on", "not_a_date"));
    CHECK(refuses(valid_with("\"version\": 1,", R"("version": 1, "audience": {"include": []},)"), "audience.include", "missing"));
    CHECK(refuses(
        valid_with("\"version\": 1,", R"("version": 1, "audience": {"include": [{"unit": "a", "roles": ["pupil"]}]},)"),
        "audience.include[0].roles[0]",
        "unknown_word"
    ));

    const auto both = parse_bulletin(valid_with("\"version\": 1", "\"version\": 0, \"extra\": 7"), limits);
    REQUIRE(both.has_error());
    CHECK(both.error().size() >= 2);
}
