#include "adapters/email/personal.hpp"

#include "adapters/email/encoded_words.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace loa {
namespace {

constexpr std::string_view greeting_by_name = "Kính gửi Ông/Bà ";
constexpr std::string_view greeting_to_all = "Kính gửi Quý thầy cô và Quý phụ huynh,";
constexpr std::size_t longest_address = 320;

bool is_forbidden(UChar32 c) noexcept
{
    return c < 0 || (c >= 0x7F && c < 0xA0) ||                              // damaged bytes, controls
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||  // turn the direction of writing
           c == 0x200E || c == 0x200F || c == 0x061C || c == 0xFEFF;
}

void append_quoted(std::string& out, std::string_view text)
{
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    out += "\" ";
}

/// Where the bytes of a greeting go.
class body_writer {
public:
    body_writer(std::string& out, bool quoted_printable, std::size_t column = 0)
        : out_{out}, quoted_printable_{quoted_printable}, column_{column}
    {
    }

    void write(std::string_view text)
    {
        if (!quoted_printable_) {
            out_ += text;
            return;
        }
        for (const char c : text) write_quoted(c);
    }

private:
    // RFC 2045, section 6.7: at most 76 characters a line, a soft break's "=" included.
    void write_quoted(char c)
    {
        constexpr std::string_view digits = "0123456789ABCDEF";
        const bool literal = c >= ' ' && c <= '~' && c != '=' && !(c == '.' && column_ == 0);
        const std::size_t length = literal ? 1 : 3;
        if (column_ + length > 75) {
            out_ += "=\r\n";
            column_ = 0;
            if (c == '.') {  // else the line would need its dot stuffed
                out_ += "=2E";
                column_ = 3;
                return;
            }
        }
        if (literal)
            out_ += c;
        else {
            const auto byte = static_cast<std::uint8_t>(c);
            out_ += '=';
            out_ += digits[byte >> 4];
            out_ += digits[byte & 15];
        }
        column_ += length;
    }

    std::string& out_;
    bool quoted_printable_;
    std::size_t column_;
};

void write_escaped(body_writer& out, std::string_view text)
{
    for (std::size_t i = 0; i != text.size(); ++i) switch (text[i]) {
            case '<': out.write("&lt;"); break;
            case '>': out.write("&gt;"); break;
            case '&': out.write("&amp;"); break;
            case '"': out.write("&quot;"); break;
            case '\'': out.write("&#39;"); break;
            default: out.write(text.substr(i, 1));
        }
}

}  // namespace

clean_name::clean_name(std::string_view name) noexcept
{
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(name.data());
    bool space = false;
    for (std::size_t at = 0; at != name.size();) {
        const auto start = at;
        UChar32 c = 0;
        U8_NEXT(bytes, at, name.size(), c);
        if ((c >= 0 && c <= ' ') || c == 0xA0 || c == 0x2028 || c == 0x2029) {
            space = true;
            continue;
        }
        if (is_forbidden(c))
            continue;
        const bool gap = space && size_ != 0;
        space = false;
        if (size_ + (gap ? 1 : 0) + (at - start) > text_.size())
            break;
        if (gap)
            text_[size_++] = ' ';
        size_ += name.copy(text_.data() + size_, at - start, start);
    }
}

void append_mailbox(std::string& out, std::size_t column, const clean_name& name, std::string_view address)
{
    if (needs_encoding(name.view())) {
        append_encoded_words(out, name.view(), column);
        out += "\r\n ";
    }
    else if (!name.view().empty())
        append_quoted(out, name.view());
    out += '<';
    for (const char c : address.substr(0, longest_address))
        if (static_cast<std::uint8_t>(c) > ' ' && c != 0x7F && c != '<' && c != '>')
            out += c;
    out += '>';
}

void append_greeting(std::string& out, const clean_name& name, bool html, bool quoted_printable)
{
    body_writer body{out, quoted_printable};
    if (name.view().empty()) {
        body.write(greeting_to_all);
        return;
    }
    body.write(greeting_by_name);
    if (html)
        write_escaped(body, name.view());
    else
        body.write(name.view());
    body.write(",");
}

void append_link(
    std::string& out,
    std::string_view start,
    std::string_view token,
    std::size_t column,
    bool quoted_printable
)
{
    body_writer body{out, quoted_printable, column};
    body.write(start);
    body.write(token);
}

}  // namespace loa
