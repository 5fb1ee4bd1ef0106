#include "gateway/core/mask.hpp"

#include "tests/support/catch.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace loa;

TEST_CASE("a mailbox in a log shows its first letter and its domain only", "[mask]")
{
    CHECK(mask_mailbox("nguyen.an@hcm.edu.vn") == "n***@hcm.edu.vn");
    CHECK(mask_mailbox("a@hcm.edu.vn") == "a***@hcm.edu.vn");
    CHECK(mask_mailbox("@hcm.edu.vn") == "***@hcm.edu.vn");
    CHECK(mask_mailbox("đặng@hcm.edu.vn") == "đ***@hcm.edu.vn");
    CHECK(mask_mailbox("\"an@home\"@hcm.edu.vn") == "\"***\"@hcm.edu.vn");
    CHECK(mask_mailbox("nobody") == "***");
    CHECK(mask_mailbox("") == "***");
}

TEST_CASE("an eNetViet account in a log shows its first and last three digits only", "[mask]")
{
    CHECK(mask_account("0901234567") == "090****567");
    CHECK(mask_account("+84901234567") == "+84****567");
    CHECK(mask_account("123456789") == "123****789");
    CHECK(mask_account("12345678") == "****");
    CHECK(mask_account("") == "****");
}

TEST_CASE("an address is masked by what it is, and a unit stays readable", "[mask]")
{
    CHECK(mask(contact::mailbox, "an@hcm.edu.vn") == "a***@hcm.edu.vn");
    CHECK(mask(contact::account, "0901234567") == "090****567");
    CHECK(mask(contact::unit, "cum-05|cluster|teacher") == "cum-05|cluster|teacher");
}

TEST_CASE("what a remote server says is kept without the mailboxes and phone numbers in it", "[mask]")
{
    const std::vector<std::pair<std::string, std::string>> cases{
        {"550 5.1.1 <nguyen.an@hcm.edu.vn>: user unknown", "550 5.1.1 <n***@hcm.edu.vn>: user unknown"},
        {"an@x.vn, binh@x.vn", "a***@x.vn, b***@x.vn"},
        {"an@x.vn@y.vn", "a***@x***@y.vn"},
        {"\"an nguyen\"@x.vn", "\"***\"@x.vn"},
        {"đặng@x.vn", "đ***@x.vn"},
        {"0901234567@sms.vn", "0***@sms.vn"},
        {"not a mailbox: @ home, a@", "not a mailbox: @ home, a@"},
        {"tài khoản 0901234567 không tồn tại", "tài khoản 090****567 không tồn tại"},
        {"sđt:0901.234.567.", "sđt:090****567."},
        {"call 0901 234 567 or 028-3829-1875", "call 090****567 or 028****875"},
        {"+84901234567", "+84****567"},
        {"(+84) 90-123-4567", "(+84****567"},
        {"+84 (0)90 123 4567", "+84****567"},
        {"84901234567", "849****567"},
        {"[\"0901234567\",\"0912345678\"]", "[\"090****567\",\"091****678\"]"},
        {"HTTP 503 0901234567", "HTTP 503 090****567"},
        {"", ""},
        // not phone numbers
        {"250 2.0.0 queued as 4F1234567890AB", "250 2.0.0 queued as 4F1234567890AB"},
        {"id 1732060800000", "id 1732060800000"},
        {"090123456", "090123456"},
        {"09012345678901", "09012345678901"},
        {"203.162.4.190", "203.162.4.190"},
        {"2026-11-20T01:30:00Z", "2026-11-20T01:30:00Z"},
        {"+1 202 555 0100", "+1 202 555 0100"},
        {"172/KH-SGDĐT", "172/KH-SGDĐT"},
    };
    for (const auto& [said, kept] : cases) {
        CAPTURE(said);
        CHECK(mask_text(said) == kept);
        CHECK(mask_text(kept) == kept);
    }
}

TEST_CASE("masking survives any bytes", "[mask]")
{
    std::string noise;
    unsigned seed = 7;
    for (int round = 0; round != 200; ++round) {
        noise.clear();
        for (int i = 0; i != 60; ++i) {
            seed = seed * 1664525 + 1013904223;
            noise += "0123456789@.+-() \"an\x80\xc4\xff"[(seed >> 16) % 22];
        }
        const auto once = mask_text(noise);
        CHECK(mask_text(once) == once);
    }
}

TEST_CASE("masking once more hides more, never less, where what is left looks like a number again", "[mask]")
{
    const auto once = mask_text("0900000084 90 12345");
    CHECK(once == "090****084 90 12345");
    CHECK(mask_text(once) == "090****084****345");
}
