#include "adapters/email/email_preview.hpp"

#include <gmime/gmime.h>

#include <memory>

namespace loa {
namespace {

struct unref {
    void operator()(void* object) const noexcept { g_object_unref(object); }
};
template <class T>
using held = std::unique_ptr<T, unref>;

/// The message itself: what is added for DATA (RFC 5321 section 4.5.2) is taken away again.
std::string without_stuffed_dots(std::string_view sent)
{
    constexpr std::string_view end = ".\r\n";
    if (sent.ends_with(end))
        sent.remove_suffix(end.size());
    std::string out;
    out.reserve(sent.size());
    bool line_start = true;
    for (const char c : sent) {
        if (!(line_start && c == '.'))
            out += c;
        line_start = c == '\n';
    }
    return out;
}

std::string text_of(GMimeObject* part)
{
    if (!GMIME_IS_TEXT_PART(part))
        return {};
    const std::unique_ptr<char, decltype(&g_free)> text{
        g_mime_text_part_get_text(GMIME_TEXT_PART(part)), &g_free};
    return text ? text.get() : std::string{};
}

std::string senders(GMimeMessage* message)
{
    const std::unique_ptr<char, decltype(&g_free)> text{
        internet_address_list_to_string(g_mime_message_get_from(message), nullptr, FALSE), &g_free};
    return text ? text.get() : std::string{};
}

void read_parts(GMimeMessage* message, message_preview& out)
{
    if (const auto* subject = g_mime_message_get_subject(message))
        out.title = subject;
    out.sender = senders(message);
    auto* const root = g_mime_message_get_mime_part(message);
    if (!GMIME_IS_MULTIPART(root))
        return;
    auto* const parts = GMIME_MULTIPART(root);
    for (int i = 0; i != g_mime_multipart_get_count(parts); ++i) {
        auto* const part = g_mime_multipart_get_part(parts, i);
        const auto* type = g_mime_object_get_content_type(part);
        if (g_mime_content_type_is_type(const_cast<GMimeContentType*>(type), "text", "html"))
            out.html = text_of(part);
        else if (out.text.empty())
            out.text = text_of(part);
    }
}

}  // namespace

message_preview preview_of(const email_template& text, const destination& to, body_encoding encoding)
{
    std::string sent;
    text.append(sent, to, encoding);
    message_preview out;
    out.source = without_stuffed_dots(sent);
    const held<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(out.source.data(), out.source.size())};
    const held<GMimeParser> parser{g_mime_parser_new_with_stream(stream.get())};
    if (const held<GMimeMessage> message{g_mime_parser_construct_message(parser.get(), nullptr)})
        read_parts(message.get(), out);
    return out;
}

}  // namespace loa
