#include "adapters/html/sanitise.hpp"

#include "adapters/html/allow_list.hpp"
#include "adapters/html/attributes.hpp"
#include "adapters/html/link.hpp"
#include "adapters/html/tree.hpp"
#include "gateway/core/unicode.hpp"

#include <gumbo.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace loa {
namespace {

constexpr std::size_t longest_output = 4U << 20;
constexpr std::size_t most_problems = 20;
constexpr std::size_t longest_alt = 500;  // graphemes

bool is_blank(char c) noexcept
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

void append_escaped(std::string& out, std::string_view text)
{
    // U+0338 at the start would be composed with the ">" before it by whoever normalises the whole.
    if (text.starts_with("\xCC\xB8")) {
        out += "&#824;";
        text.remove_prefix(2);
    }
    for (const char c : text) switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
}

std::string nfc(std::string text)
{
    auto composed = to_nfc(text);
    return composed ? std::move(*composed) : text;
}

/// Text between <pre> and </pre>: line breaks and spaces count there.
std::string preformatted(std::string_view text)
{
    std::string out, word;
    const auto end_word = [&] {
        out += squeeze(word);
        word.clear();
    };
    for (const char c : text) {
        if (c != ' ' && c != '\n' && c != '\t') {
            word += c;
            continue;
        }
        end_word();
        out += c == '\t' ? std::string_view{"    "} : std::string_view{&c, 1};
    }
    end_word();
    return out;
}

class sanitiser {
public:
    sanitiser(const std::vector<std::string>& allowed_hosts, std::string_view field)
        : allowed_hosts_{allowed_hosts}, field_{field}
    {
    }

    boost::system::result<std::string, problems> run(std::string_view html)
    {
        const auto tree = html_tree::parse(html);
        if (!tree)
            return too_deep();
        open_.push_back({.node = &tree->root()});
        while (!open_.empty()) {
            auto& parent = open_.back();
            const auto& children = parent.node->v.element.children;
            if (parent.next == children.length) {
                leave();
                continue;
            }
            visit(*static_cast<const GumboNode*>(children.data[parent.next++]));
            if (open_.size() > deepest_html + 1)
                return too_deep();
            if (out_.size() > longest_output)
                return one_problem("too_large", "sanitised HTML is larger than 4 MB");
        }
        if (!problems_.empty())
            return problems_;
        return std::move(out_);
    }

private:
    /// What the output ends with: it decides whether white space still counts.
    enum class last { edge, space, text };
    struct open_element {
        const GumboNode* node;
        unsigned next = 0;  // child
        treatment how{};
        std::size_t start = 0;  // in the output
        last before = last::edge;
        bool space_owed = false;  // before it
        bool has_text = false, has_break = false;
    };

    problems one_problem(std::string code, std::string text) const
    {
        return {{std::string{field_}, std::move(code), std::move(text)}};
    }

    problems too_deep() const
    {
        return one_problem(
            "too_deep",
            "elements are nested deeper than " + std::to_string(deepest_html) + " or beyond all reason"
        );
    }

    void refuse(std::string_view what, std::string_view url)
    {
        problem found{std::string{field_}, "host_not_allowed", refused_link_text(what, url, allowed_hosts_)};
        if (problems_.size() < most_problems &&
            std::find(problems_.begin(), problems_.end(), found) == problems_.end())
            problems_.push_back(std::move(found));
    }

    void visit(const GumboNode& node)
    {
        switch (node.type) {
            case GUMBO_NODE_TEXT:
            case GUMBO_NODE_WHITESPACE:
            case GUMBO_NODE_CDATA: pending_ += node.v.text.text; break;
            case GUMBO_NODE_ELEMENT:
            case GUMBO_NODE_TEMPLATE: enter(node); break;
            default: break;  // comments
        }
    }

    /// Remembers how things stood before an element, which is taken back if it turns out empty.
    open_element begin(const GumboNode& node, treatment how)
    {
        flush();
        return {.node = &node, .how = how, .start = out_.size(), .before = last_, .space_owed = space_owed_};
    }

    void enter(const GumboNode& node)
    {
        auto how = treatment_of(node);
        switch (how.fate) {
            case fate::drop: return;
            case fate::line_break:
                flush();
                edge();
                out_ += "<br>";
                open_.back().has_break = true;
                return;
            case fate::rule:
                flush();
                edge();
                out_ += "<hr>";
                open_.back().has_text = true;
                return;
            case fate::image: image(node); return;
            case fate::link: link(node); return;
            case fate::unwrap: break;
            default: {
                auto opened = begin(node, how);
                if (how.fate == fate::phrase)
                    owe_space();
                out_ += '<';
                out_ += how.name;
                attributes(node);
                out_ += '>';
                if (how.fate != fate::phrase)
                    edge();
                if (how.name == "pre")
                    ++in_pre_;
                open_.push_back(opened);
                return;
            }
        }
        open_.push_back({.node = &node, .how = how});
    }

    void leave()
    {
        // The text of an unwrapped element is not written yet: it belongs to the text around it.
        if (open_.back().how.fate != fate::unwrap || open_.size() == 1)
            flush();
        const auto done = open_.back();
        open_.pop_back();
        if (open_.empty())
            return;
        if (done.how.fate == fate::unwrap) {
            open_.back().has_text |= done.has_text;
            open_.back().has_break |= done.has_break;
            return;
        }
        const bool phrase = done.how.fate == fate::phrase || done.how.fate == fate::link;
        if (done.how.name == "pre")
            --in_pre_;
        auto& parent = open_.back();
        const bool keep = done.has_text || done.how.fate == fate::cell || (phrase && done.has_break);
        if (keep) {
            out_ += "</";
            out_ += done.how.name;
            out_ += '>';
            parent.has_text |= done.has_text;
        }
        else {
            out_.resize(done.start);
            last_ = done.before;
            space_owed_ = space_owed_ || done.space_owed;
            if (!phrase && last_ != last::edge)  // it kept two texts apart
                out_ += "<br>";
        }
        if (phrase)
            parent.has_break |= done.has_break;
        else
            edge();
    }

    void link(const GumboNode& node)
    {
        const auto href = attribute(node, "href");
        const auto target = href ? allowed_link(*href, allowed_hosts_) : std::nullopt;
        if (!target) {
            // One without a target, or within the page, leads nowhere in a message: only its text stays.
            const auto first = href ? href->find_first_not_of(" \t\n\f\r") : std::string_view::npos;
            if (first != std::string_view::npos && (*href)[first] != '#')
                refuse("link", *href);
            open_.push_back({.node = &node});
            return;
        }
        auto opened = begin(node, {fate::link, "a"});
        owe_space();
        out_ += "<a href=\"";
        append_escaped(out_, *target);
        out_ += "\">";
        open_.push_back(opened);
    }

    void image(const GumboNode& node)
    {
        if (is_tracking_pixel(node))
            return;
        const auto source = attribute(node, "src").value_or("");
        const auto target = allowed_resource(source, allowed_hosts_);
        if (!target) {
            refuse("image", source);
            return;
        }
        flush();
        owe_space();
        out_ += "<img src=\"";
        append_escaped(out_, *target);
        out_ += "\" alt=\"";
        append_escaped(out_, shorten(nfc(squeeze(attribute(node, "alt").value_or(""))), longest_alt));
        out_ += '"';
        number(node, "width", 2, 4000);
        number(node, "height", 2, 4000);
        out_ += '>';
        open_.back().has_text = true;
        last_ = last::text;
    }

    void attributes(const GumboNode& node)
    {
        switch (node.v.element.tag) {
            case GUMBO_TAG_TH: word(node, "scope", {"col", "row", "colgroup", "rowgroup"}); [[fallthrough]];
            case GUMBO_TAG_TD:
                number(node, "colspan", 2, 100);
                number(node, "rowspan", 2, 1000);
                break;
            case GUMBO_TAG_OL:
                number(node, "start", -9999, 9999);
                word(node, "type", {"a", "A", "i", "I"});
                break;
            case GUMBO_TAG_LI: number(node, "value", -9999, 9999); break;
            default: break;
        }
    }

    void number(const GumboNode& node, const char* name, int least, int most)
    {
        if (const auto value = number_attribute(node, name, least, most))
            append_attribute(name, std::to_string(*value));
    }

    void word(const GumboNode& node, const char* name, std::initializer_list<std::string_view> allowed)
    {
        const auto value = attribute(node, name);
        if (value && std::find(allowed.begin(), allowed.end(), *value) != allowed.end())
            append_attribute(name, *value);
    }

    void append_attribute(std::string_view name, std::string_view value)
    {
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        out_ += value;
        out_ += '"';
    }

    void edge()
    {
        last_ = last::edge;
        space_owed_ = false;
    }

    /// White space goes before the element it stands before, so that none is left at the end of a line.
    void owe_space()
    {
        if (space_owed_ && last_ == last::text) {
            out_ += ' ';
            last_ = last::space;
        }
        space_owed_ = false;
    }

    /// Writes the text since the last tag. It is normalised in one piece, however many unwrapped elements it
    /// came from.
    void flush()
    {
        if (pending_.empty())
            return;
        const auto raw = std::exchange(pending_, {});
        if (in_pre_ != 0) {
            const auto text = nfc(preformatted(raw));
            if (last_ == last::edge && text.starts_with('\n'))
                out_ += '\n';  // a parser ignores the first line break
            append_escaped(out_, text);
            open_.back().has_text |= !text.empty();
            last_ = last::text;
            return;
        }
        const auto text = nfc(squeeze(raw));
        space_owed_ = space_owed_ || is_blank(raw.front()) || raw.starts_with("\xC2\xA0");
        if (text.empty())
            return;
        owe_space();
        append_escaped(out_, text);
        open_.back().has_text = true;
        last_ = last::text;
        space_owed_ = is_blank(raw.back()) || raw.ends_with("\xC2\xA0");
    }

    const std::vector<std::string>& allowed_hosts_;
    std::string_view field_;
    std::string out_, pending_;
    std::vector<open_element> open_;
    problems problems_;
    last last_ = last::edge;
    bool space_owed_ = false;
    unsigned in_pre_ = 0;
};

}  // namespace

boost::system::result<std::string, problems> sanitise(
    std::string_view html, const std::vector<std::string>& allowed_hosts, std::string_view field
)
{
    return sanitiser{allowed_hosts, field}.run(html);
}

std::string escape_html(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    append_escaped(out, text);
    return out;
}

}  // namespace loa
