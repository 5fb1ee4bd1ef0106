// A settings file of anything: a tree, or an error that says where. No stack is exhausted, however deep it is
// nested.
#include "config/document.hpp"
#include "config/text_rules.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>

using namespace loa;

namespace {

void require(bool so)
{
    if (!so)
        std::abort();
}

void check(const document_value& value)
{
    require(shown(value).size() <= 90);
    if (value.what == document_value::kind::text) {
        const auto& text = value.text;
        const auto again = parse_document("a = " + toml_quoted(text), "again");
        require(again && again->entries.at(0).value.text == text);
        // What may stand in a header has no line end in it.
        for (const auto rule :
             {is_line, is_domain, is_host, is_mailbox, is_header_name, is_path, is_http_url, is_redis_url})
            require(!rule(text) || text.find_first_of("\r\n") == text.npos);
    }
    for (const auto& item : value.items) check(item);
    for (const auto& entry : value.entries) check(entry.value);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const auto read = parse_document({reinterpret_cast<const char*>(bytes), size}, "loa.toml");
    if (read)
        check(*read);
    else
        require(!read.error().wrong.empty());
    return 0;
}
