#include "gateway/core/unicode.hpp"

#include "tests/support/catch.hpp"

using namespace loa;

TEST_CASE("text typed on a Mac (NFD) becomes the composed form everybody else types", "[unicode]")
{
    CHECK(to_nfc("Tie\u0302\u0301ng Vie\u0323\u0302t") == "Tiếng Việt");
    CHECK(to_nfc("Vie\u0302\u0323t") == "Việt");  // marks in the other order
    CHECK(to_nfc("đã NFC") == "đã NFC");
    CHECK(to_nfc("") == "");
    CHECK(to_nfc(std::string_view{"a\0b", 3}) == std::string{"a\0b", 3});
}

TEST_CASE("bytes that are no UTF-8 are refused", "[unicode]")
{
    for (const auto* bad :
         {"\xC3", "\xFF", "a\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "ti\xEA\xEDng"})
        CHECK(to_nfc(bad) == std::nullopt);
}

TEST_CASE("characters are counted as people see them", "[unicode]")
{
    CHECK(grapheme_count("") == 0);
    CHECK(grapheme_count("Việt") == 4);
    CHECK(grapheme_count("Vie\u0323\u0302t") == 4);
    CHECK(grapheme_count("👩‍👩‍👧‍👦") == 1);
    CHECK(grapheme_count("🇻🇳 24/11…") == 8);
    CHECK(grapheme_count("a\r\nb") == 3);
    CHECK(grapheme_count("\xFF\xFE") == 2);
}

TEST_CASE("a text that fits stays as it is", "[unicode]")
{
    CHECK(shorten("", 1) == "");
    CHECK(shorten("a", 1) == "a");
    CHECK(shorten("Tiếng Việt", 10) == "Tiếng Việt");
    CHECK(shorten("👩‍👩‍👧‍👦", 1) == "👩‍👩‍👧‍👦");
}

TEST_CASE("a long text ends with a whole word and an ellipsis within the limit", "[unicode]")
{
    CHECK(shorten("một hai ba bốn", 13) == "một hai ba…");
    CHECK(shorten("một hai ba bốn", 8) == "một hai…");
    CHECK(shorten("một hai ba bốn", 7) == "một…");
    CHECK(shorten("nghỉ học ngày 24/11 do triều cường", 18) == "nghỉ học ngày…");
    CHECK(shorten("Thông báo: tuyển dụng", 14) == "Thông báo…");
    CHECK(shorten("Kế hoạch (bản đầy đủ)", 12) == "Kế hoạch…");
}

TEST_CASE("a word longer than the limit is cut between its characters", "[unicode]")
{
    CHECK(shorten("nghiêngnghiêng", 6) == "nghiê…");
    CHECK(shorten("🇻🇳🇻🇳🇻🇳", 2) == "🇻🇳…");
    CHECK(shorten("ab", 1) == "…");
    CHECK(shorten("e\u0302\u0301e\u0302\u0301e\u0302\u0301", 2) == "e\u0302\u0301…");
}

TEST_CASE("what is cut never exceeds its limit nor breaks a character", "[unicode]")
{
    const std::string_view text =
        "🎉 Học bạ số: “phụ huynh” không còn\u00a0phải nộp bản giấy (khi chuye\u0302\u0309n trường) 👨‍👩‍👧 "
        "172/KH-SGDĐT";
    for (std::size_t n = 1; n != 120; ++n) {
        const auto cut = shorten(text, n);
        CAPTURE(n, cut);
        CHECK(grapheme_count(cut) <= n);
        CHECK(to_nfc(cut).has_value());
    }
}

TEST_CASE("white space collapses and control characters vanish", "[unicode]")
{
    CHECK(squeeze("  Sở \t Giáo\u00a0dục\r\nvà\u2028Đào tạo \n") == "Sở Giáo dục và Đào tạo");
    CHECK(
        squeeze(std::string_view{
            "a\0b\x07\x7f"
            "c\u0085d",
            9}) == "abc d"
    );
    CHECK(squeeze("\ufeffabc\u202efdp.exe") == "abcfdp.exe");
    CHECK(squeeze("👩‍👧") == "👩‍👧");
    CHECK(
        squeeze("a\xFF"
                "b") == "a\uFFFDb"
    );
    CHECK(squeeze(" \n ") == "");
}
