#include "adapters/email/email_mime.hpp"

#include "adapters/email/encoded_words.hpp"
#include "adapters/email/personal.hpp"

#include <gmime/gmime.h>

#include <memory>

namespace loa {
namespace {

struct unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using object_ptr = std::unique_ptr<T, unref>;

struct free_memory {
    void operator()(char* text) const { g_free(text); }
};
struct free_options {
    void operator()(GMimeFormatOptions* options) const { g_mime_format_options_free(options); }
};
struct unref_time {
    void operator()(GDateTime* time) const { g_date_time_unref(time); }
    void operator()(GTimeZone* zone) const { g_time_zone_unref(zone); }
};

void start_library()
{
    static const bool started = [] {
        g_mime_init();
        return true;
    }();
    static_cast<void>(started);
}

object_ptr<GMimeObject> part(const char* subtype, const std::string& content, body_encoding encoding)
{
    object_ptr<GMimePart> out{g_mime_part_new_with_type("text", subtype)};
    auto* object = GMIME_OBJECT(out.get());
    g_mime_object_set_content_type_parameter(object, "charset", "utf-8");
    object_ptr<GMimeStream> stream{g_mime_stream_mem_new_with_buffer(content.data(), content.size())};
    object_ptr<GMimeDataWrapper> wrapper{
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT)};
    g_mime_part_set_content(out.get(), wrapper.get());
    g_mime_part_set_content_encoding(
        out.get(),
        encoding == body_encoding::eight_bit ? GMIME_CONTENT_ENCODING_8BIT
                                             : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
    );
    return object_ptr<GMimeObject>{GMIME_OBJECT(out.release())};
}

/// `value` may be folded with CRLF. GMime writes it as it is: left to itself it encodes the URL of
/// Archived-At.
void append_header(GMimeObject* object, const char* name, std::string value)
{
    std::erase(value, '\r');
    g_mime_object_append_header(object, name, "", nullptr);
    auto* header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
    g_mime_header_set_raw_value(header, (' ' + value + '\n').c_str());
}

std::string mailbox(std::string_view header, std::string_view name, std::string_view address)
{
    std::string out;
    append_mailbox(out, header.size() + 2, clean_name{name}, address);
    return out;
}

std::string subject(std::string_view title)
{
    if (!needs_encoding(title))
        return std::string{title};
    std::string out;
    append_encoded_words(out, title, std::string_view{"Subject: "}.size());
    return out;
}

void set_date(GMimeMessage* message, wall_time date)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(date).time_since_epoch().count();
    const std::unique_ptr<GDateTime, unref_time> utc{g_date_time_new_from_unix_utc(seconds)};
    const std::unique_ptr<GTimeZone, unref_time> zone{g_time_zone_new_offset(7 * 3600)};
    const std::unique_ptr<GDateTime, unref_time> local{g_date_time_to_timezone(utc.get(), zone.get())};
    g_mime_message_set_date(message, local.get());
}

}  // namespace

std::string compose(
    const email_content& content,
    const email_parts& parts,
    wall_time date,
    const email_params& params,
    body_encoding encoding
)
{
    start_library();
    object_ptr<GMimeMessage> message{g_mime_message_new(FALSE)};
    auto* object = GMIME_OBJECT(message.get());
    append_header(object, "From", mailbox("From", params.from_name, params.from_address));
    append_header(object, "To", parts.to);
    if (!params.reply_to.empty())
        append_header(object, "Reply-To", mailbox("Reply-To", {}, params.reply_to));
    append_header(object, "Subject", subject(content.title));
    set_date(message.get(), date);
    g_mime_message_set_message_id(message.get(), parts.message_id.c_str());
    if (!params.list_id.empty())
        append_header(object, "List-Id", '<' + params.list_id + '>');
    // RFC 2369 and RFC 8058: the DKIM signature, ours or the relay's, must cover both (docs/operations.md).
    if (!parts.unsubscribe.empty()) {
        append_header(object, "List-Unsubscribe", '<' + parts.unsubscribe + '>');
        append_header(object, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    append_header(object, "Auto-Submitted", "auto-generated");  // RFC 3834: no out-of-office answers ...
    append_header(object, "X-Auto-Response-Suppress", "OOF, AutoReply");  // ... and in Exchange's words
    constexpr std::size_t longest_url =
        900;  // a header line has 998 bytes at most and a URL cannot be folded
    if (!content.url.empty() && content.url.size() <= longest_url)
        append_header(object, "Archived-At", '<' + content.url + '>');
    append_header(object, "Content-Language", "vi");
    append_header(object, "MIME-Version", "1.0");

    object_ptr<GMimeMultipart> alternative{g_mime_multipart_new_with_subtype("alternative")};
    g_mime_multipart_set_boundary(alternative.get(), parts.boundary.c_str());
    g_mime_multipart_add(alternative.get(), part("plain", parts.text, encoding).get());
    g_mime_multipart_add(alternative.get(), part("html", parts.html, encoding).get());
    g_mime_message_set_mime_part(message.get(), GMIME_OBJECT(alternative.get()));

    const std::unique_ptr<GMimeFormatOptions, free_options> options{g_mime_format_options_new()};
    g_mime_format_options_set_newline_format(options.get(), GMIME_NEWLINE_FORMAT_DOS);
    const std::unique_ptr<char, free_memory> out{g_mime_object_to_string(object, options.get())};
    return out.get();
}

}  // namespace loa
