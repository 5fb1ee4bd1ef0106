#include "gateway/core/unicode.hpp"

#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace loa {
namespace {

// ICU is asked only for what its own data always provides; a failure means that the data is not installed.
void require(UErrorCode status)
{
    if (U_FAILURE(status))
        throw std::runtime_error{std::string{"ICU: "} + u_errorName(status)};
}

/// The next code point from `at`, which moves behind it; U+FFFD for bytes that are no UTF-8.
char32_t next(std::string_view text, std::size_t& at)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    char32_t c = 0;
    U8_NEXT_OR_FFFD(bytes, at, text.size(), c);
    return c;
}

bool is_utf8(std::string_view text)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t at = 0; at != text.size();) {
        UChar32 c = 0;
        U8_NEXT(bytes, at, text.size(), c);
        if (c < 0)
            return false;
    }
    return true;
}

/// Whether every code point stands for itself: Latin with its precomposed Vietnamese letters, dashes, quotes
/// and the ellipsis. CR is left out because CR LF is one grapheme. Nearly all our text is like this, and
/// needs no break iterator.
bool stands_alone(char32_t c) noexcept
{
    return (c < 0x300 && c != '\r') || (c >= 0x1E00 && c < 0x1F00) || (c >= 0x2010 && c <= 0x2027);
}

/// A break iterator over UTF-8; positions are bytes.
class breaks {
public:
    using factory = icu::BreakIterator* (*)(const icu::Locale&, UErrorCode&);

    breaks(factory make, std::string_view text)
    {
        UErrorCode status = U_ZERO_ERROR;
        iterator_.reset(make(icu::Locale::getRoot(), status));
        require(status);
        utext_openUTF8(&text_, text.data(), static_cast<std::int64_t>(text.size()), &status);
        iterator_->setText(&text_, status);
        require(status);
    }
    ~breaks() { utext_close(&text_); }
    breaks(const breaks&) = delete;
    breaks& operator=(const breaks&) = delete;

    icu::BreakIterator* operator->() const noexcept { return iterator_.get(); }

private:
    UText text_ = UTEXT_INITIALIZER;
    std::unique_ptr<icu::BreakIterator> iterator_;
};

bool space_at(std::string_view text, std::size_t at)
{
    return at < text.size() && u_isUWhiteSpace(static_cast<UChar32>(next(text, at)));
}

/// Without white space, opening brackets and joining punctuation at the end: they announce what is cut away.
std::string_view without_loose_end(std::string_view text)
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    while (!text.empty()) {
        auto before = static_cast<std::int32_t>(text.size());
        UChar32 c = 0;
        U8_PREV_OR_FFFD(bytes, 0, before, c);
        const auto category = u_charType(c);
        const bool loose = u_isUWhiteSpace(c) || category == U_START_PUNCTUATION ||
                           category == U_INITIAL_PUNCTUATION || category == U_DASH_PUNCTUATION || c == ',' ||
                           c == ';' || c == ':' || c == '/' || c == 0x2026;
        if (!loose)
            break;
        text = text.substr(0, static_cast<std::size_t>(before));
    }
    return text;
}

/// ICU's tables, fetched once: how it hands them to a second thread is beyond what the thread sanitizer sees.
struct normal_forms {
    normal_forms()
    {
        UErrorCode status = U_ZERO_ERROR;
        composed = icu::Normalizer2::getNFCInstance(status);
        apart = icu::Normalizer2::getNFDInstance(status);
        require(status);
    }

    const icu::Normalizer2* composed;
    const icu::Normalizer2* apart;
};

const normal_forms& forms()
{
    static const normal_forms fetched;
    return fetched;
}

}  // namespace

std::optional<std::string> to_nfc(std::string_view text)
{
    if (!is_utf8(text))
        return std::nullopt;
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    icu::StringByteSink<std::string> sink{&out, static_cast<std::int32_t>(text.size())};
    forms().composed->normalizeUTF8(
        0, icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())}, sink, nullptr, status
    );
    require(status);
    return out;
}

std::size_t grapheme_count(std::string_view text)
{
    std::size_t count = 0;
    for (std::size_t at = 0; at != text.size(); ++count)
        if (!stands_alone(next(text, at))) {
            const breaks characters{&icu::BreakIterator::createCharacterInstance, text};
            count = 0;
            while (characters->next() != icu::BreakIterator::DONE) ++count;
            return count;
        }
    return count;
}

std::string shorten(std::string_view text, std::size_t graphemes)
{
    if (text.size() <= graphemes)  // a grapheme has at least a byte
        return std::string{text};

    const breaks characters{&icu::BreakIterator::createCharacterInstance, text};
    const auto room =
        characters->next(static_cast<std::int32_t>(graphemes - 1));  // behind what fits beside the ellipsis
    if (room == icu::BreakIterator::DONE)
        return std::string{text};
    if (const auto end = characters->next();
        end == icu::BreakIterator::DONE || static_cast<std::size_t>(end) == text.size())
        return std::string{text};

    // Prefer an end that white space follows, so that "24/11" is not cut to "24"; texts without spaces have
    // other word ends.
    const breaks words{&icu::BreakIterator::createWordInstance, text};
    std::string_view kept;
    for (const bool at_space : {true, false}) {
        auto end = words->isBoundary(room) ? room : words->preceding(room);
        while (end > 0 &&
               ((at_space && !space_at(text, static_cast<std::size_t>(end))) || !characters->isBoundary(end)))
            end = words->preceding(end);
        kept = without_loose_end(text.substr(0, end > 0 ? static_cast<std::size_t>(end) : 0));
        if (!kept.empty())
            break;
    }
    if (kept.empty())
        kept = text.substr(0, static_cast<std::size_t>(room));
    return std::string{kept} + "…";
}

std::string as_utf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at != text.size();) {
        const auto start = at;
        if (next(text, at) == 0xFFFD)
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(start, at - start);
    }
    return out;
}

std::string squeeze(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    bool space = false;
    for (std::size_t at = 0; at != text.size();) {
        const auto start = at;
        const auto c = next(text, at);
        if (u_isUWhiteSpace(static_cast<UChar32>(c))) {
            space = true;
            continue;
        }
        // Marks that turn the direction of writing can make a text show something else than it says; a byte
        // order mark is none.
        if (u_charType(static_cast<UChar32>(c)) == U_CONTROL_CHAR ||
            u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_BIDI_CONTROL) || c == 0xFEFF)
            continue;
        if (space && !out.empty())
            out += ' ';
        space = false;
        if (c == 0xFFFD)
            out += "\xEF\xBF\xBD";
        else
            out += text.substr(start, at - start);
    }
    return out;
}

std::string without_diacritics(std::string_view text)
{
    UErrorCode status = U_ZERO_ERROR;
    const auto apart = forms().apart->normalize(
        icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}), status
    );
    require(status);
    icu::UnicodeString plain;
    for (int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
        const auto c = apart.char32At(at);
        if (u_charType(c) == U_NON_SPACING_MARK)
            continue;
        plain.append(c == 0x111 || c == 0x110 ? UChar32{'d'} : u_tolower(c));  // đ does not decompose
    }
    std::string out;
    plain.toUTF8String(out);
    return out;
}

}  // namespace loa
