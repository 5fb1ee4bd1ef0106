#include "gateway/ledger/import_fields.hpp"

#include "tests/support/catch.hpp"

using namespace loa;

TEST_CASE("an email is kept as it is, its domain in lower case", "[import]")
{
    std::string email;
    CHECK(check_email(" Nguyen.An@HCM.edu.VN ", email).empty());
    CHECK(email == "Nguyen.An@hcm.edu.vn");
    CHECK(check_email("", email).empty());
    CHECK(email.empty());
    CHECK(check_email("an@trường.vn", email).empty());
}

TEST_CASE("an email that would break a header or an envelope is refused", "[import]")
{
    std::string email;
    for (const std::string bad :
         {"an",
          "@hcm.edu.vn",
          "an@",
          "a@b@c",
          "an binh@hcm.edu.vn",
          "an@hcm.edu.vn\nBcc: x@y",
          "<an@hcm.edu.vn>",
          "an@hcm..vn",
          "an@.vn",
          "an@hcm.",
          "an@hcm.edu.vn,binh@hcm.edu.vn",
          "an@\xff.vn",
          "\"an\"@hcm.edu.vn"}) {
        INFO(bad);
        CHECK_FALSE(check_email(bad, email).empty());
    }
    CHECK_FALSE(check_email(std::string(65, 'a') + "@hcm.edu.vn", email).empty());
    CHECK_FALSE(check_email("a@" + std::string(260, 'a'), email).empty());
}

TEST_CASE("a name is stored composed, with single spaces", "[import]")
{
    std::string name;
    CHECK(check_name("  Nguye\xCC\x82\xCC\x83n   An ", name).empty());  // e, circumflex, tilde
    CHECK(name == "Nguyễn An");
    CHECK_FALSE(check_name("", name).empty());
    CHECK_FALSE(check_name("   ", name).empty());
    CHECK_FALSE(check_name("An\tBình", name).empty());
    CHECK_FALSE(check_name("An\xff", name).empty());
    CHECK_FALSE(check_name(std::string(201, 'a'), name).empty());
}

TEST_CASE("refs and accounts are words", "[import]")
{
    std::string account;
    CHECK(check_unit_ref("cum-05").empty());
    CHECK(check_person_ref("nv@hcm").empty());
    CHECK_FALSE(check_unit_ref("a|b").empty());
    CHECK_FALSE(check_unit_ref("a@b").empty());
    CHECK_FALSE(check_unit_ref("").empty());
    CHECK_FALSE(check_person_ref("a b").empty());
    CHECK_FALSE(check_person_ref(std::string(65, 'a')).empty());
    CHECK(check_account("0901234567", account).empty());
    CHECK(check_account("", account).empty());
    CHECK_FALSE(check_account("090 123", account).empty());
    CHECK_FALSE(check_account(std::string(65, '1'), account).empty());
}

TEST_CASE("levels and parents are lists", "[import]")
{
    std::uint32_t levels = 0;
    CHECK(check_levels("th; thcs", levels).empty());
    CHECK(levels == 6);
    CHECK(check_levels("", levels).empty());
    CHECK(levels == 0);
    CHECK_FALSE(check_levels("thx", levels).empty());

    std::vector<parent_field> parents;
    CHECK(check_parents("cum-05;phuong-1@2026-01-01..2026-12-31; p@2026-05-01..", parents).empty());
    std::string many;
    for (int i = 0; i != 21; ++i) many += "p" + std::to_string(i) + ';';
    std::vector<parent_field> none;
    CHECK(check_parents(many, none).text == "the unit has more than 20 parents");
    REQUIRE(parents.size() == 3);
    CHECK(parents[0].ref == "cum-05");
    CHECK(parents[0].valid_from == 0);
    CHECK(parents[1].valid_from == 1'767'200'400'000);  // 2025-12-31T17:00:00Z
    CHECK(parents[1].valid_to == 1'767'200'400'000 + std::int64_t{365} * 86'400'000);
    CHECK(parents[2].valid_to == parents[0].valid_to);
    for (const auto* bad :
         {"a@2026", "a@2026-13-01..", "a@2026-02-02..2026-01-01", "a b", "@2026-01-01..", "a@x..y"}) {
        INFO(bad);
        CHECK_FALSE(check_parents(bad, parents).empty());
    }
}
