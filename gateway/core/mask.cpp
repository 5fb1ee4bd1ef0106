#include "gateway/core/mask.hpp"

#include <algorithm>
#include <cstddef>

namespace loa {
namespace {

constexpr bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

constexpr bool is_alnum(char c) noexcept
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_beyond_ascii(char c) noexcept
{
    return static_cast<unsigned char>(c) >= 0x80;
}

// RFC 5322 atext and the dot, and anything beyond ASCII (RFC 6531).
constexpr bool in_local_part(char c) noexcept
{
    return is_alnum(c) || is_beyond_ascii(c) ||
           std::string_view{".!#$%&'*+/=?^_`{|}~-"}.find(c) != std::string_view::npos;
}

constexpr bool in_domain(char c) noexcept
{
    return is_alnum(c) || is_beyond_ascii(c) || c == '.' || c == '-' || c == '[' || c == ':';
}

// Bytes of the first code point: half a letter is no valid UTF-8.
std::size_t first_letter(std::string_view text) noexcept
{
    std::size_t size = text.empty() ? 0 : 1;
    while (size < text.size() && size < 4 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
    return size;
}

// What stands for a local part. Its own result stays as it is. A quote tells nothing, so the stars stand for
// all of it.
std::string masked_local_part(std::string_view local)
{
    if (local.starts_with('"'))
        return "\"***\"";
    if (local == "***")
        return "***";
    return std::string{local.substr(0, first_letter(local))} + "***";
}

// Where the local part that ends before text[at] begins, not before `from`.
std::size_t local_part_start(std::string_view text, std::size_t at, std::size_t from) noexcept
{
    auto start = at;
    if (start > from && text[start - 1] == '"') {  // "an nguyen"@hcm.edu.vn
        const auto quote = start >= 2 ? text.rfind('"', start - 2) : std::string_view::npos;
        return quote != std::string_view::npos && quote >= from ? quote : start - 1;
    }
    while (start > from && in_local_part(text[start - 1])) --start;
    return start;
}

// Takes digits, with at most one separator before each; brackets come in addition to it.
class digit_reader {
public:
    digit_reader(std::string_view text, std::size_t at) : text_{text}, at_{at} {}

    std::size_t at() const noexcept { return at_; }
    const std::string& digits() const noexcept { return digits_; }

    /// The next digit without taking it, or 0.
    char peek() const noexcept
    {
        const auto next = after_separators();
        return next < text_.size() && is_digit(text_[next]) ? text_[next] : '\0';
    }

    bool take(std::size_t count)
    {
        for (; count != 0; --count) {
            const char next = peek();
            if (next == '\0')
                return false;
            digits_ += next;
            at_ = after_separators() + 1;
        }
        return true;
    }

private:
    std::size_t after_separators() const noexcept
    {
        auto next = at_;
        for (bool separated = false; next < text_.size(); ++next) {
            const char c = text_[next];
            if (c == '(' || c == ')')
                continue;
            if (separated || (c != ' ' && c != '.' && c != '-'))
                break;
            separated = true;
        }
        return next;
    }

    std::string_view text_;
    std::size_t at_;
    std::string digits_;
};

// End of the phone number that begins at text[start], or `start` if there is none; `masked` gets what stands
// for it.
std::size_t phone_end(std::string_view text, std::size_t start, std::string& masked)
{
    const bool plus = text[start] == '+';
    digit_reader number{text, start + (plus ? 1 : 0)};
    const auto rest = text.substr(number.at());
    if (rest.starts_with("84")) {
        number.take(2);
        if (number.peek() == '0')  // +84 (0) 90 ...
            number.take(1);
    }
    else if (!plus && rest.starts_with("0")) {
        number.take(1);
    }
    else {
        return start;
    }

    // Mobile: 3, 5, 7, 8 or 9 and eight more. Fixed lines (2) and the mobile numbers of before 2018 (1): nine
    // more.
    const char kind = number.peek();
    if (kind == '\0' || kind == '0' || kind == '4' || kind == '6')
        return start;
    if (!number.take(kind == '1' || kind == '2' ? 10 : 9))
        return start;
    if (number.at() < text.size() && is_digit(text[number.at()]))  // a longer number is something else
        return start;
    masked = mask_account((plus ? "+" : "") + number.digits());
    return number.at();
}

}  // namespace

std::string mask_mailbox(std::string_view address)
{
    const auto at = address.rfind('@');
    if (at == std::string_view::npos)
        return "***";
    return masked_local_part(address.substr(0, at)).append(address.substr(at));
}

std::string mask_account(std::string_view account)
{
    if (account.size() < 9)
        return "****";
    std::string out{account.substr(0, 3)};
    out += "****";
    out += account.substr(account.size() - 3);
    return out;
}

std::string mask(contact what, std::string_view address)
{
    switch (what) {
        case contact::account: return mask_account(address);
        case contact::mailbox: return mask_mailbox(address);
        case contact::unit: return std::string{address};
    }
    return "****";
}

std::string mask_text(std::string_view text)
{
    // Mailboxes first: a phone number may be the local part of one.
    std::string without_mailboxes;
    std::size_t copied = 0;
    for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
        const auto start = local_part_start(text, at, copied);
        if (start == at || at + 1 == text.size() || !in_domain(text[at + 1]))
            continue;
        without_mailboxes += text.substr(copied, start - copied);
        without_mailboxes += masked_local_part(text.substr(start, at - start));
        copied = at;
    }
    without_mailboxes += text.substr(copied);

    const std::string_view rest = without_mailboxes;
    std::string out, masked;
    for (std::size_t i = 0; i != rest.size();) {
        const bool may_start = (is_digit(rest[i]) || rest[i] == '+') && (i == 0 || !is_digit(rest[i - 1]));
        const auto end = may_start ? phone_end(rest, i, masked) : i;
        if (end != i) {
            out += masked;
            i = end;
        }
        else {
            out += rest[i++];
        }
    }
    return out;
}

}  // namespace loa
