#include "adapters/email/email_content.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace loa {
namespace {

constexpr int body_width = 536;  // what is left of 600 between the paddings

struct element_style {
    std::string_view name, attributes;
};
// Colours that are inherited are not set, so that dark mode can turn them in one place.
constexpr std::array<element_style, 22> styles{{
    {"p", R"(style="margin:0 0 16px")"},
    {"div", R"(style="margin:0 0 16px")"},
    {"h2", R"(style="margin:24px 0 12px;font-size:20px;line-height:1.35;font-weight:700")"},
    {"h3", R"(style="margin:20px 0 10px;font-size:18px;line-height:1.4;font-weight:700")"},
    {"h4", R"(style="margin:16px 0 8px;font-size:16px;line-height:1.5;font-weight:700")"},
    {"ul", R"(style="margin:0 0 16px;padding:0 0 0 26px")"},
    {"ol", R"(style="margin:0 0 16px;padding:0 0 0 26px")"},
    {"li", R"(style="margin:0 0 6px")"},
    {"dl", R"(style="margin:0 0 16px")"},
    {"dt", R"(style="margin:0;font-weight:700")"},
    {"dd", R"(style="margin:0 0 8px 20px")"},
    {"table",
     R"(border="1" cellpadding="8" cellspacing="0" width="100%" style="border-collapse:collapse;margin:0 0 16px;border:1px solid #9fb3c8")"},
    {"caption", R"(style="padding:0 0 8px;text-align:left;font-weight:700")"},
    {"th",
     R"(align="left" valign="top" class="head" style="border:1px solid #9fb3c8;background-color:#e8eff7;font-weight:700")"},
    {"td", R"(align="left" valign="top" style="border:1px solid #9fb3c8")"},
    {"blockquote", R"(style="margin:0 0 16px;padding:4px 0 4px 16px;border-left:4px solid #9fb3c8")"},
    {"figure", R"(style="margin:0 0 16px")"},
    {"figcaption", R"(style="margin:8px 0 0;font-size:14px;font-style:italic")"},
    {"hr", R"(style="border:0;border-top:1px solid #9fb3c8;margin:24px 0")"},
    {"pre",
     R"(style="margin:0 0 16px;white-space:pre-wrap;font-family:Consolas,Menlo,monospace;font-size:14px")"},
    {"a", R"(style="color:#0b5394;text-decoration:underline")"},
    {"img", R"(style="display:inline-block;border:0;width:auto;max-width:100%;height:auto")"},
}};

/// A width for Outlook, which ignores max-width and would let a large photograph burst the layout. Others go
/// by the style.
void append_image(std::string& out, std::string_view attributes)
{
    constexpr std::string_view width = R"( width=")";
    int pixels = body_width;
    if (const auto at = attributes.find(width); at != std::string_view::npos) {
        const auto value = attributes.substr(at + width.size());
        std::from_chars(value.data(), value.data() + value.size(), pixels);
        attributes = attributes.substr(0, at);  // the last ones that sanitise writes are width and height
    }
    else if (const auto height = attributes.find(R"( height=")"); height != std::string_view::npos)
        attributes = attributes.substr(0, height);
    out += attributes;
    out += R"( width=")" + std::to_string(std::min(pixels, body_width)) + '"';
}

}  // namespace

// Sanitised HTML has "<" only where a tag starts, names in lower case and attributes in double quotes.
std::string with_styles(std::string_view sanitised_html)
{
    std::string out;
    out.reserve(sanitised_html.size() * 2);
    while (!sanitised_html.empty()) {
        const auto start = std::min(sanitised_html.find('<'), sanitised_html.size());
        const auto end = std::min(sanitised_html.find('>', start), sanitised_html.size());
        out += sanitised_html.substr(0, start);
        const auto tag = sanitised_html.substr(start, end - start);
        const auto name = tag.substr(std::min<std::size_t>(1, tag.size()), tag.find(' ') - 1);
        const auto style =
            std::find_if(styles.begin(), styles.end(), [&](const auto& each) { return each.name == name; });
        if (name == "img")
            append_image(out, tag);
        else
            out += tag;
        if (style != styles.end()) {
            out += ' ';
            out += style->attributes;
        }
        if (end != sanitised_html.size())
            out += '>';
        sanitised_html.remove_prefix(std::min(end + 1, sanitised_html.size()));
    }
    return out;
}

std::string with_short_lines(std::string_view html)
{
    constexpr std::size_t wanted = 120;
    std::string out;
    out.reserve(html.size() + html.size() / 64);
    std::size_t column = 0;
    char quote = 0;
    bool in_tag = false, preformatted = false;
    const auto new_line = [&] {
        out += '\n';
        column = 0;
    };
    for (std::size_t i = 0; i != html.size(); ++i) {
        const char c = html[i];
        if (in_tag && quote == 0 && c == '>' && column > wanted)
            new_line();  // white space before the ">" of a tag means nothing
        if (c == ' ' && column > wanted && quote == 0 && (in_tag || !preformatted)) {
            new_line();
            continue;
        }
        out += c;
        column = c == '\n' ? 0 : column + 1;
        if (in_tag && quote == 0 && c == '>')
            in_tag = false;
        else if (!in_tag && c == '<') {
            in_tag = true;
            if (html.substr(i, 4) == "<pre")
                preformatted = true;
            else if (html.substr(i, 5) == "</pre")
                preformatted = false;
        }
        else if (in_tag && (c == '"' || c == '\'') && (quote == 0 || quote == c))
            quote = quote == 0 ? c : 0;
    }
    return out;
}

}  // namespace loa
