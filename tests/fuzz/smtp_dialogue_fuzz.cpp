// A mail server that says anything at any time: the dialogue never hangs, repeats a message or believes what
// was not said.
#include "adapters/email/smtp_dialogue.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

using namespace loa;

namespace {

// Tells each text apart, and counts how often it was asked for.
class counted_mail final : public outgoing_mail {
public:
    std::size_t count() const noexcept override { return 4; }
    std::string_view recipient(std::size_t index) const override
    {
        return index == 2 ? "\xc4\x83n@school.test" : "an@school.test";
    }
    void append_sender(std::string& out, std::size_t) const override { out += "b@school.test"; }
    void append_message(std::string& out, std::size_t index, body_encoding) const override
    {
        if (++texts[index] != 1)
            std::abort();
        out += "text\r\n.\r\n";
    }
    std::size_t size(body_encoding) const noexcept override { return 1000; }

    mutable std::size_t texts[4] = {};
};

email_params params_of(unsigned bits)
{
    email_params params;
    params.helo_name = "loa.test";
    params.tls = bits % 3 == 0 ? smtp_tls::none : bits % 3 == 1 ? smtp_tls::starttls : smtp_tls::implicit;
    if (bits % 2 != 0) {
        params.username = "loa";
        params.password = "secret";
    }
    return params;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    if (size < 2)
        return 0;
    const auto params = params_of(bytes[0]);
    const std::size_t most_written = bytes[1] % 64 + 1U;
    std::string_view said{reinterpret_cast<const char*>(bytes) + 2, size - 2};

    smtp_dialogue dialogue{params};
    counted_mail mail;
    bool secure = params.tls != smtp_tls::starttls;
    bool begun = false;
    dialogue.connected();
    // Every step takes bytes of the input, ends something or is the last.
    for (;;) {
        const auto output = dialogue.output();
        if (!secure && (output.find("AUTH") != output.npos || output.find("MAIL") != output.npos))
            std::abort();
        // Now and then the server speaks before everything was written, as when it refuses in the middle of a
        // text.
        const auto written = std::min(output.size(), most_written == 64 ? output.size() : most_written * 8);
        dialogue.wrote(written);
        const auto next = dialogue.next();
        if (next == smtp_dialogue::step::close)
            break;
        if (next == smtp_dialogue::step::start_tls) {
            secure = true;
            dialogue.secured();
        }
        else if (next == smtp_dialogue::step::ready) {
            if (begun)
                break;
            begun = true;
            dialogue.begin(mail);
        }
        else if (said.empty()) {
            outcome gone;
            gone.what = outcome_class::unavailable;
            dialogue.lost(gone);
        }
        else {
            const auto line =
                said.substr(0, said.find('\n') == said.npos ? said.size() : said.find('\n') + 1);
            said.remove_prefix(line.size());
            dialogue.received(line);
        }
    }
    if (dialogue.next() == smtp_dialogue::step::close)
        dialogue.settle();
    if (!begun)
        return 0;
    for (std::size_t i = 0; i != mail.count(); ++i) {
        const auto& ended = dialogue.ended()[i];
        if (!ended || (ended->what == outcome_class::accepted && mail.texts[i] != 1))
            std::abort();
    }
    return 0;
}
