#include "adapters/html/tree.hpp"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <vector>

namespace loa {
namespace {

constexpr std::size_t memory_limit = 128U << 20;  // dense markup of 1 MB needs about 40 MB
constexpr std::int64_t time_limit_ms =
    1000;  // of this thread's processor time; dense markup of 1 MB needs 0.1 s
constexpr std::size_t nesting_limit =
    5 * deepest_html;  // of the estimate below, which counts wrongly nested tags too

/// What the parser may use. Gumbo cannot be told to stop and does not check for NULL, so running out jumps
/// out of it; all its memory is here, and between the two ends of the jump there are only C frames.
struct allowance {
    std::pmr::memory_resource* memory = nullptr;
    std::size_t bytes = memory_limit;
    std::size_t calls = 0;
    std::int64_t until_ms = 0;
    std::jmp_buf out;
};

std::int64_t thread_milliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000;
}

void* allocate(void* user, std::size_t size)
{
    auto& left = *static_cast<allowance*>(user);
    const bool late = ++left.calls % 128 == 0 && thread_milliseconds() > left.until_ms;
    if (late || size > left.bytes)
        std::longjmp(left.out, 1);
    left.bytes -= size;
    return left.memory->allocate(size);
}

void deallocate(void*, void*) {}

const GumboNode* parse_within(allowance& left, std::string_view html)
{
    if (setjmp(left.out) != 0)
        return nullptr;
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = &allocate;
    options.deallocator = &deallocate;
    options.userdata = &left;
    options.max_errors = 0;
    options.fragment_context = GUMBO_TAG_BODY;
    return gumbo_parse_with_options(&options, html.data(), html.size())->root;
}

bool same_name(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; };
               return lower(x) == lower(y);
           });
}

template <std::size_t n>
bool one_of(std::string_view name, const std::array<std::string_view, n>& list)
{
    return std::any_of(list.begin(), list.end(), [&](auto each) { return same_name(name, each); });
}

constexpr std::array<std::string_view, 14> void_elements{
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "param",
    "source",
    "track",
    "wbr",
};
constexpr std::array<std::string_view, 11> end_optional{
    "p",
    "li",
    "dd",
    "dt",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "tfoot",
    "option",
};

/// Behind the ">" of the tag whose attributes start at `at`.
std::size_t behind_tag(std::string_view html, std::size_t at)
{
    while (at < html.size() && html[at] != '>') {
        if (html[at] == '=') {
            at = std::min(html.find_first_not_of(" \t\n\f\r", at + 1), html.size());
            if (at < html.size() && (html[at] == '"' || html[at] == '\''))
                at = std::min(html.find(html[at], at + 1), html.size());
            else
                continue;
        }
        ++at;
    }
    return std::min(at + 1, html.size());
}

std::size_t behind_comment(std::string_view html, std::size_t at)
{
    if (html.substr(at, 1) == ">" || html.substr(at, 2) == "->")
        return at + 1;
    const auto end = html.find("-->", at);
    return end == std::string_view::npos ? html.size() : end + 3;
}

/// Keeps the elements that are open as the tags come along.
class nesting {
public:
    std::size_t depth() const noexcept { return open_.size(); }

    void start(std::string_view name)
    {
        if (one_of(name, void_elements))
            return;
        if (one_of(name, end_optional))
            close(name);
        open_.push_back(name);
    }

    /// Closes the innermost element if it has this name, or if it is the innermost but for ones that need no
    /// end tag.
    void close(std::string_view name)
    {
        for (auto i = open_.size(); i != 0; --i) {
            if (same_name(open_[i - 1], name)) {
                open_.resize(i - 1);
                return;
            }
            if (!one_of(open_[i - 1], end_optional))
                return;
        }
    }

private:
    std::vector<std::string_view> open_;
};

/// Whether the tags are nested so deeply that the parser is better not asked. An estimate, wrong only upwards
/// but for contrived markup, against which there is the allowance.
bool nested_too_deeply(std::string_view html)
{
    nesting open;
    for (auto at = html.find('<'); at < html.size(); at = html.find('<', at)) {
        ++at;
        if (html.substr(at, 3) == "!--") {
            at = behind_comment(html, at + 3);
            continue;
        }
        const bool end = html.substr(at, 1) == "/";
        const auto name_start = at + (end ? 1 : 0);
        const auto name_end = std::min(html.find_first_of(" \t\n\f\r/>", name_start), html.size());
        const auto name =
            html.substr(std::min(name_start, html.size()), name_end - std::min(name_start, name_end));
        const bool is_tag =
            !name.empty() && ((name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z'));
        if (!is_tag)
            continue;
        if (end)
            open.close(name);
        else
            open.start(name);
        if (open.depth() > nesting_limit)
            return true;
        at = behind_tag(html, name_end);
    }
    return false;
}

}  // namespace

std::optional<html_tree> html_tree::parse(std::string_view html)
{
    if (nested_too_deeply(html))
        return std::nullopt;
    html_tree tree;
    tree.memory_ = std::make_unique<std::pmr::monotonic_buffer_resource>();
    allowance left;
    left.memory = tree.memory_.get();
    left.until_ms = thread_milliseconds() + time_limit_ms;
    tree.root_ = parse_within(left, html);
    if (!tree.root_)
        return std::nullopt;
    return tree;
}

}  // namespace loa
