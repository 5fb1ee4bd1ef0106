// What we sign, read by somebody else's verifier (dkimpy) behind a mail server that most relays run.
#include "tests/integration/email/sender.hpp"
#include "tests/support/file.hpp"
#include "tests/support/postfix.hpp"
#include "tests/support/program.hpp"
#include "tests/support/smtp_sink.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace loa;
using namespace loa::testing;
using namespace std::chrono_literals;

namespace {

bool here()
{
    if (postfix::can_run() && run_program({"/usr/bin/python3", "-c", "import dkim, nacl"}).exit_code == 0)
        return true;
    WARN("skipped: needs Postfix, root, python3-dkim and python3-nacl");
    return false;
}

dkim_key make_key(const std::string& selector, std::vector<std::string> how)
{
    const temp_folder folder;
    std::vector<std::string> command{"openssl", "genpkey", "-out", (folder / "key").string(), "-algorithm"};
    command.insert(command.end(), how.begin(), how.end());
    REQUIRE(run_program(command).exit_code == 0);
    const auto key = signing_key::read(read_file(folder / "key"));
    REQUIRE(key.has_value());
    return {selector, *key};
}

dkim_key rsa()
{
    return make_key("loa1", {"RSA", "-pkeyopt", "rsa_keygen_bits:2048"});
}

dkim_key ed25519()
{
    return make_key("loa2", {"ED25519"});
}

/// How the signatures of each message fare: "pass pass".
strings verified(const strings& messages, const dkim_params& by)
{
    const temp_folder folder;
    std::ofstream dns{folder / "keys.txt"};
    const auto publish = [&](const dkim_key& each) {
        dns << each.selector << "._domainkey." << by.domain << " v=DKIM1; k=" << each.key->algorithm()
            << "; p=" << each.key->public_key() << '\n';
    };
    publish(by.key);
    if (by.second)
        publish(*by.second);
    dns.close();
    for (std::size_t i = 0; i != messages.size(); ++i)
        std::ofstream{folder / (std::to_string(1000 + i) + ".eml"), std::ios::binary} << messages[i];
    const auto done = run_program(
        {"/usr/bin/python3", "-B", LOA_SOURCE_DIR "/tests/support/verify_dkim.py", folder.path().string()}
    );
    INFO(done.err);
    REQUIRE(done.exit_code == 0);
    strings out;
    std::istringstream lines{done.out};
    for (std::string line; std::getline(lines, line);) out.push_back(line);
    return out;
}

/// A mail with what has ever broken a signature: spaces and dots at every place, long words, other scripts.
bulletin hard_content()
{
    bulletin what;
    what.source = "portal";
    what.id = "1";
    what.url = "https://hcm.edu.vn/ct/1";
    what.title = "Kế hoạch thực hiện cải cách hành chính của ngành Giáo dục và Đào tạo Thành phố năm 2026";
    what.body_html =
        "<p>Kính gửi  các trường,</p>\n<p>.ẩn</p><p>..</p><p>&nbsp;&nbsp; hai   dấu cách \t</p><p>" +
        std::string(300, 'x') + "</p><pre>  a\n\n.\n\tb  </pre><p>日本語 👩‍🏫 = =3D</p><p></p>";
    what.department = "Văn phòng Sở";
    what.audience = staff_of("sgddt-hcm");
    return what;
}

const strings names{
    "",
    "An",
    "Nguyễn Thị Ánh Dương",
    "O\"Brien \\ \"x\"",
    "Trường Trung học phổ thông chuyên Trần Đại Nghĩa, Quận 1, Thành phố Hồ Chí Minh, người phụ trách: "
    "Nguyễn Hoàng Bảo Ngọc",
    " .dấu  chấm. ",
    "a:b;c=d, <e@f>",
};

std::string without_returns(std::string text)
{
    std::erase(text, '\r');
    return text;
}

std::string replaced(std::string text, const std::string& what, const std::string& with)
{
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE(
    "somebody else's verifier takes every signature that came through a relay, and none after a change",
    "[email][dkim][postfix]"
)
{
    if (!here())
        return;
    const strings boxes{an, binh, "\xc4\x83n@school.test", std::string(60, 'd') + ".e-f_g+h@school.test"};
    postfix_params given;
    given.mailboxes = boxes;
    const postfix server{given};
    auto params = sender::to_port(server.port());
    params.messages_per_connection = 3;  // the call goes on over another connection
    params.reply_to = "vanphong@school.test";
    params.unsubscribe_url = "https://loa.school.test/u/";
    params.tokens.emplace(std::vector<std::uint8_t>(32, 7));
    params.dkim = dkim_params{"school.test", rsa(), ed25519()};
    sender s{params};
    auto rendered = s.channel->render(hard_content(), 7);
    REQUIRE(rendered.has_value());

    std::vector<destination> to;
    for (std::size_t i = 0; i != names.size() * boxes.size(); ++i) {
        auto& each = to.emplace_back();
        each.no = static_cast<std::uint32_t>(i);
        each.address = boxes[i % boxes.size()];
        each.name = names[i / boxes.size()];
        each.key = sender::key(i);
    }
    const auto deadline = std::chrono::steady_clock::now() + 8s;
    const auto ended = sender::texts(run(s.context, (*rendered)->deliver(to, deadline)));
    CHECK(ended == strings(to.size(), "accepted"));

    strings messages;
    for (const auto& box : boxes)
        for (auto& each : server.messages(box, names.size())) messages.push_back(std::move(each));
    REQUIRE(messages.size() == to.size());
    CHECK(verified(messages, *params.dkim) == strings(messages.size(), "pass pass"));

    // What is shown beforehand is what is sent, but for the signature.
    const auto shown = without_returns((*rendered)->preview(to.front()).source);
    CHECK(shown.find("DKIM-Signature") == std::string::npos);
    CHECK(std::count_if(messages.begin(), messages.end(), [&](const std::string& each) {
              return each.ends_with(shown) && each.find("DKIM-Signature: ") != std::string::npos;
          }) == 1);

    const auto& good = messages.front();
    const auto header_end = good.find("\n\n");
    auto last = good;
    last[good.size() - 20] ^= 1;
    const strings changed{
        last,
        replaced(good, "Subject: ", "Subject: X"),
        replaced(good, "\nTo: ", "\nTo: x@school.test,\n "),
        replaced(
            good, "\nList-Unsubscribe: <https://loa.school.test/u/", "\nList-Unsubscribe: <https://evil.test/"
        ),
        replaced(good, "\nList-Unsubscribe-Post: List-Unsubscribe=One-Click", ""),
        replaced(good, "\nDate: ", "\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nDate: "),
        replaced(good, "\nFrom: ", "\nFrom: Evil <evil@evil.test>\nFrom: "),
        replaced(good, "\nSubject: ", "\nSubject: Evil\nSubject: "),
        replaced(good, "\nReply-To: ", "\nReply-To: evil@evil.test\nReply-To: "),
        replaced(good, "\nMIME-Version: ", "\nCc: x@evil.test\nMIME-Version: "),
        good + "more\n",
        std::string{good}.insert(header_end + 2, "first\n"),
    };
    for (const auto& each : verified(changed, *params.dkim)) CHECK(each.find("pass") == std::string::npos);
    // What relays do on the way.
    const strings carried{
        "Received: from a by b; Mon, 23 Nov 2026 08:00:00 +0700\n" + good,
        replaced(good, "\nAuto-Submitted: ", "\nAuto-Submitted:\n\t  "),
        good + "\n \n\n",
        replaced(good, "\nX-Auto-Response-Suppress: OOF, AutoReply", ""),
    };
    CHECK(verified(carried, *params.dkim) == strings(carried.size(), "pass pass"));
}

TEST_CASE("without a key no message carries a signature", "[email][dkim][postfix]")
{
    if (!here())
        return;
    const postfix server;
    sender s{sender::to_port(server.port())};
    CHECK(sender::texts(s.deliver({an, an})) == strings(2, "accepted"));
    const auto messages = server.messages(an, 2);
    REQUIRE(messages.size() == 2);
    CHECK(verified(messages, {"school.test", ed25519(), std::nullopt}) == strings(2, ""));
}

TEST_CASE(
    "what is not signed in time is not sent, costs no attempt and does not hold up the next call",
    "[email][dkim][smtp_sink]"
)
{
    if (!smtp_sink::can_run()) {
        WARN("skipped: needs Postfix's smtp-sink");
        return;
    }
    const smtp_sink server;
    auto params = sender::to_port(server.port());
    params.dkim = dkim_params{"school.test", rsa(), std::nullopt};
    sender s{params};
    CHECK(sender::texts(s.deliver({an})) == strings{"accepted"});
    const strings many(2'000, an);
    CHECK(
        sender::texts(s.deliver(many, 30ms)) ==
        strings(many.size(), "unavailable: not signed before the deadline")
    );
    CHECK(sender::texts(s.deliver({an, binh})) == strings(2, "accepted"));
}

TEST_CASE("a gateway that stops does not wait for what is not signed yet", "[email][dkim][smtp_sink]")
{
    if (!smtp_sink::can_run()) {
        WARN("skipped: needs Postfix's smtp-sink");
        return;
    }
    const smtp_sink server;
    auto params = sender::to_port(server.port());
    params.dkim = dkim_params{
        "school.test", make_key("loa1", {"RSA", "-pkeyopt", "rsa_keygen_bits:4096"}), std::nullopt};
    auto stopped = time_point::max();
    {
        sender s{params};
        boost::asio::cancellation_signal stop;
        const strings many(4'000, an);
        const auto to = sender::destinations(many);
        std::exception_ptr error;
        auto delivering = s.mail->deliver(to, std::chrono::steady_clock::now() + 60s);
        boost::asio::co_spawn(
            s.context,
            std::move(delivering),
            boost::asio::bind_cancellation_slot(
                stop.slot(), [&](std::exception_ptr e, const std::vector<outcome>&) { error = e; }
            )
        );
        s.context.run_for(300ms);
        CHECK_FALSE(error);
        stopped = std::chrono::steady_clock::now();
        stop.emit(boost::asio::cancellation_type::terminal);
        s.context.run_for(100ms);
        REQUIRE(error);
        CHECK_THROWS_AS(std::rethrow_exception(error), boost::system::system_error);
    }
    CHECK(std::chrono::steady_clock::now() - stopped < 500ms);  // the rest would take seconds
}
