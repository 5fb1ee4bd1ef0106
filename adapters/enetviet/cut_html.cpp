#include "adapters/enetviet/cut_html.hpp"

#include "adapters/html/sanitise.hpp"
#include "gateway/core/unicode.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace loa {
namespace {

struct token {
    enum class kind : std::uint8_t { text, open, close, empty } what = kind::text;
    std::string_view name;  ///< of the element; text: all of it
    std::string_view all;   ///< with its brackets
};

template <std::size_t N>
bool one_of(const std::array<std::string_view, N>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 4> void_elements{"img", "br", "hr", "col"};
/// Behind these one can stop. Not behind a heading: what it announces would be missing.
constexpr std::array<std::string_view, 12> stops{
    "p", "div", "ul", "ol", "li", "table", "tr", "blockquote", "figure", "pre", "section", "dd"};

/// Takes the next piece off the front of `html`, which must not be empty.
token next(std::string_view& html)
{
    token out;
    if (html.front() != '<') {
        out.all = out.name = html.substr(0, html.find('<'));
        html.remove_prefix(out.all.size());
        return out;
    }
    char quote = 0;
    std::size_t end = 1;
    for (; end != html.size() && (quote != 0 || html[end] != '>'); ++end)
        if (quote != 0)
            quote = html[end] == quote ? '\0' : quote;
        else if (html[end] == '"' || html[end] == '\'')
            quote = html[end];
    out.all = html.substr(0, std::min(end + 1, html.size()));
    html.remove_prefix(out.all.size());
    const bool closes = out.all.starts_with("</");
    const auto name = out.all.substr(closes ? 2 : 1);
    out.name = name.substr(0, name.find_first_of(" \t\n/>"));
    out.what = closes                                                       ? token::kind::close
               : one_of(void_elements, out.name) || out.all.ends_with("/>") ? token::kind::empty
                                                                            : token::kind::open;
    return out;
}

/// The references that sanitise() writes.
std::string without_references(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known{
        {{"&amp;", "&"},
         {"&lt;", "<"},
         {"&gt;", ">"},
         {"&quot;", "\""},
         {"&#39;", "'"},
         {"&#x27;", "'"},
         {"&nbsp;", " "}}};
    std::string out;
    while (!text.empty()) {
        const auto plain = std::min(text.find('&'), text.size());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        const auto reference = std::find_if(known.begin(), known.end(), [&](const auto& each) {
            return text.starts_with(each.first);
        });
        if (reference != known.end()) {
            out += reference->second;
            text.remove_prefix(reference->first.size());
        }
        else if (!text.empty()) {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

std::string_view attribute(std::string_view tag, std::string_view with_quote)
{
    const auto at = tag.find(with_quote);
    if (at == std::string_view::npos)
        return {};
    const auto value = tag.substr(at + with_quote.size());
    return value.substr(0, value.find(with_quote.back()));
}

}  // namespace

std::string cut_html(std::string_view sanitised, std::size_t most_bytes)
{
    if (sanitised.size() <= most_bytes)
        return std::string{sanitised};

    std::vector<std::string_view> open;
    std::size_t to_close = 0, best = 0;
    std::string best_end;
    for (auto rest = sanitised; !rest.empty();) {
        const auto piece = next(rest);
        const auto at = sanitised.size() - rest.size();
        if (at > most_bytes)
            break;
        if (piece.what == token::kind::open) {
            open.push_back(piece.name);
            to_close += piece.name.size() + 3;
        }
        if (piece.what != token::kind::close || open.empty() || open.back() != piece.name)
            continue;
        open.pop_back();
        to_close -= piece.name.size() + 3;
        if (at + to_close > most_bytes || !one_of(stops, piece.name))
            continue;
        best = at;
        best_end.clear();
        for (auto each = open.rbegin(); each != open.rend(); ++each)
            best_end.append("</").append(*each).append(">");
    }
    if (best != 0)
        return std::string{sanitised.substr(0, best)} + best_end;

    // One paragraph longer than all that is allowed. Escaping may lengthen it again, so come down until it
    // fits.
    const auto words = plain_text(sanitised);
    for (auto graphemes = most_bytes; graphemes != 0; graphemes = graphemes * 3 / 4) {
        auto out = "<p>" + escape_html(shorten(words, graphemes)) + "</p>";
        if (out.size() <= most_bytes)
            return out;
    }
    return {};
}

std::string plain_text(std::string_view sanitised)
{
    std::string out;
    while (!sanitised.empty()) {
        const auto piece = next(sanitised);
        if (piece.what == token::kind::text)
            out += without_references(piece.name);
        else if (piece.name == "img")
            out += ' ' + without_references(attribute(piece.all, " alt=\"")) + ' ';
        else if (piece.name == "br" || piece.name == "td" || piece.name == "th" || piece.name == "caption" || piece.name.starts_with('h') || one_of(stops, piece.name))
            out += ' ';
    }
    return squeeze(out);
}

}  // namespace loa
