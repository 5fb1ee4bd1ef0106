// Any bytes from a mail server: cut anywhere, the same replies come out, in bounded memory, and causes name
// nobody.
#include "adapters/email/smtp_capabilities.hpp"
#include "adapters/email/smtp_outcome.hpp"
#include "adapters/email/smtp_reply.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

using namespace loa;

namespace {

std::string replies(std::string_view wire, std::size_t cut)
{
    smtp_reply_parser parser;
    std::string seen;
    while (!wire.empty()) {
        auto part = wire.substr(0, cut);
        wire.remove_prefix(part.size());
        while (!part.empty()) {
            const auto now = parser.feed(part);
            if (now == smtp_reply_parser::state::malformed)
                return seen + "!";
            if (now == smtp_reply_parser::state::more)
                continue;
            const auto& reply = parser.reply();
            if (reply.code < 200 || reply.code > 599 || reply.text.size() > smtp_reply_parser::text_limit)
                std::abort();
            seen += std::to_string(reply.code) + reply.text;
            parse_capabilities(reply.text);
            for (int stage = 0; stage <= static_cast<int>(smtp_stage::content); ++stage) {
                const auto ended = classify(reply, static_cast<smtp_stage>(stage), "an.binh@school.test");
                if (ended.what == outcome_class::accepted || ended.cause.size() > 80 ||
                    ended.cause.find('@') != std::string::npos)
                    std::abort();
            }
        }
    }
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view wire{reinterpret_cast<const char*>(bytes) + 1, size - 1};
    if (replies(wire, std::max<std::size_t>(bytes[0], 1)) != replies(wire, wire.size() + 1))
        std::abort();
    return 0;
}
