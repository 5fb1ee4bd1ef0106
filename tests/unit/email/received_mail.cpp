#include "tests/unit/email/received_mail.hpp"

#include "tests/support/catch.hpp"

#include <gmime/gmime.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <utility>

namespace loa::testing {
namespace {

std::string unstuffed(std::string_view sent)
{
    REQUIRE(sent.ends_with("\r\n.\r\n"));
    sent.remove_suffix(3);
    std::string out;
    bool line_start = true;
    for (const char c : sent) {
        if (!(line_start && c == '.'))
            out += c;
        line_start = c == '\n';
    }
    return out;
}

std::string taken(char* text)
{
    const std::string out{text ? text : ""};
    g_free(text);
    return out;
}

GMimeMessage* message_of(const std::shared_ptr<void>& held)
{
    return static_cast<GMimeMessage*>(held.get());
}

GMimePart* part_of(const std::shared_ptr<void>& held, std::size_t index)
{
    auto* whole = g_mime_message_get_mime_part(message_of(held));
    REQUIRE(GMIME_IS_MULTIPART(whole));
    auto* part = g_mime_multipart_get_part(GMIME_MULTIPART(whole), static_cast<int>(index));
    REQUIRE(GMIME_IS_PART(part));
    return GMIME_PART(part);
}

std::string type_of(GMimeObject* object)
{
    return taken(g_mime_content_type_get_mime_type(g_mime_object_get_content_type(object)));
}

}  // namespace

received_mail::received_mail(std::string_view sent)
{
    g_mime_init();
    const auto bytes = unstuffed(sent);
    auto* stream = g_mime_stream_mem_new_with_buffer(bytes.data(), bytes.size());
    auto* parser = g_mime_parser_new_with_stream(stream);
    message_ = {
        g_mime_parser_construct_message(parser, nullptr), [](void* object) { g_object_unref(object); }};
    g_object_unref(parser);
    g_object_unref(stream);
    REQUIRE(message_);
}

std::string received_mail::header(const std::string& name) const
{
    auto* list = g_mime_object_get_header_list(GMIME_OBJECT(message_of(message_)));
    auto* found = g_mime_header_list_get_header(list, name.c_str());
    if (!found) {  // Content-* belong to the outermost part
        const auto* value =
            g_mime_object_get_header(g_mime_message_get_mime_part(message_of(message_)), name.c_str());
        return value ? value : "";
    }
    if (name != "To" && name != "From" && name != "Reply-To")
        return g_mime_header_get_value(found);
    auto* addresses = internet_address_list_parse(nullptr, g_mime_header_get_raw_value(found));
    REQUIRE(addresses != nullptr);
    const auto shown = taken(internet_address_list_to_string(addresses, nullptr, FALSE));
    g_object_unref(addresses);
    return shown;
}

std::size_t received_mail::header_count(const std::string& name) const
{
    auto* list = g_mime_object_get_header_list(GMIME_OBJECT(message_of(message_)));
    std::size_t count = 0;
    for (int i = 0; i != g_mime_header_list_get_count(list); ++i)
        if (g_ascii_strcasecmp(
                g_mime_header_get_name(g_mime_header_list_get_header_at(list, i)), name.c_str()
            ) == 0)
            ++count;
    return count;
}

std::vector<std::string> received_mail::recipients() const
{
    std::vector<std::string> out;
    auto* list = g_mime_message_get_addresses(message_of(message_), GMIME_ADDRESS_TYPE_TO);
    for (int i = 0; i != internet_address_list_length(list); ++i)
        out.emplace_back(internet_address_mailbox_get_addr(
            INTERNET_ADDRESS_MAILBOX(internet_address_list_get_address(list, i))
        ));
    return out;
}

std::vector<std::string> received_mail::types() const
{
    auto* whole = g_mime_message_get_mime_part(message_of(message_));
    std::vector<std::string> out{type_of(whole)};
    if (GMIME_IS_MULTIPART(whole))
        for (int i = 0; i != g_mime_multipart_get_count(GMIME_MULTIPART(whole)); ++i)
            out.push_back(type_of(g_mime_multipart_get_part(GMIME_MULTIPART(whole), i)));
    return out;
}

std::string received_mail::charset(std::size_t part) const
{
    return g_mime_object_get_content_type_parameter(GMIME_OBJECT(part_of(message_, part)), "charset");
}

std::string received_mail::decoded(std::size_t part) const
{
    auto* stream = g_mime_stream_mem_new();
    g_mime_data_wrapper_write_to_stream(g_mime_part_get_content(part_of(message_, part)), stream);
    const auto* bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    std::string out{reinterpret_cast<const char*>(bytes->data), bytes->len};
    g_object_unref(stream);
    std::erase(out, '\r');
    return out;
}

std::vector<std::string> read_by_python(const std::vector<std::string>& sent)
{
    constexpr const char* script =
        "import email, email.policy, pathlib, sys\n"
        "for f in sorted(pathlib.Path(sys.argv[1]).iterdir(), key=lambda f: int(f.name)):\n"
        "    m = email.message_from_bytes(f.read_bytes(), policy=email.policy.default)\n"
        "    d = len(m.defects) + sum(len(p.defects) for p in m.walk()) + sum(len(h.defects) for h in "
        "m.values())\n"
        "    t = m.get_body(('plain',)).get_content()\n"
        "    sys.stdout.buffer.write(f\"{m['subject']}\\n{m['to']}\\n{d}\\n{t}\\0\".encode())\n";
    auto folder = (std::filesystem::temp_directory_path() / "loa-mail-XXXXXX").string();
    REQUIRE(mkdtemp(folder.data()) != nullptr);
    for (std::size_t i = 0; i != sent.size(); ++i)
        std::ofstream{folder + '/' + std::to_string(i), std::ios::binary} << unstuffed(sent[i]);
    const auto command = "command -v python3 >/dev/null && python3 -c \"$LOA_SCRIPT\" '" + folder + "'";
    setenv("LOA_SCRIPT", script, 1);
    auto* pipe = popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::vector<std::string> out;
    std::string current;
    for (int c = 0; (c = fgetc(pipe)) != EOF;) {
        if (c == 0)
            out.push_back(std::exchange(current, {}));
        else if (c != '\r')
            current += static_cast<char>(c);
    }
    pclose(pipe);
    std::filesystem::remove_all(folder);
    return out;
}

}  // namespace loa::testing
