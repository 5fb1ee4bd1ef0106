/// \file
/// The adapters' inner loops without a socket, for counting instructions: what is composed for each delivery,
/// and how its answer is read.
///
///   bench_instructions LOOP BULLETIN.json DELIVERIES
///
/// Run under callgrind with two numbers of deliveries; the difference is what they cost, whatever came before
/// the loop.

#include "adapters/email/email_template.hpp"
#include "adapters/email/smtp_dialogue.hpp"
#include "adapters/enetviet/render.hpp"
#include "adapters/enetviet/wire.hpp"
#include "adapters/http_client/answer_parser.hpp"

#include <boost/asio/buffer.hpp>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

using namespace loa;
using namespace std::literals;

constexpr std::size_t group = 500;  // of one post of many, of one dialogue

struct people {
    people()
    {
        const std::vector<std::uint8_t> secret(32, 7);
        key_maker make_key{secret, 1, "email"};
        for (std::size_t i = 0; i != group; ++i)
            addresses.push_back(std::string{"nguyen.van.an"}
                                    .append(std::to_string(100'000'000 + i))
                                    .append("@truong.hcm.edu.vn"));
        for (std::size_t i = 0; i != group; ++i) {
            destination one;
            one.no = static_cast<std::uint32_t>(i + 1);
            one.address = addresses[i];
            one.name = "Nguyễn Văn An";
            one.key = make_key(one.no);
            all.push_back(one);
        }
    }

    std::vector<std::string> addresses;
    std::vector<destination> all;
};

/// Of the sizes composed and the outcomes: so that nothing is left out as unused, and that a loop that does
/// nothing is noticed.
struct totals {
    std::size_t bytes = 0, accepted = 0;
};

totals compose_posts(const bulletin& what, std::size_t deliveries, std::size_t at_once)
{
    const enetviet_params params;
    enetviet_requests requests{params, *parse_enetviet_origin("http://127.0.0.1:8080")};
    requests.set_token("0123456789abcdef");
    const auto body = to_request_body(params, *render_enetviet_post(params, what), 1);
    const people to;
    totals out;
    std::string head, who;
    for (std::size_t done = 0; done < deliveries; done += at_once) {
        who.clear();
        requests.add_accounts(who, std::span{to.all}.subspan(done % group, at_once));
        requests.post_head(head, body.before.size() + who.size() + body.after.size());
        out.bytes += head.size() + who.size();
    }
    return out;
}

totals read_answers(std::size_t deliveries, std::size_t at_once)
{
    const enetviet_params params;
    const people to;
    const auto some = std::span{to.all}.first(at_once);
    auto body = R"({"status":200,"message":"ok","data":[)"s;
    for (const auto& each : some) {
        body.append(&each == some.data() ? "" : ",").append(R"({"ma_yeu_cau":")").append(each.key.view());
        body.append(R"(","ma":200,"id":")").append(each.key.view().substr(0, 12)).append("\"}");
    }
    body.append("]}");
    const auto bytes =
        "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Tue, 24 Nov 2026 13:14:56 GMT\r\nContent-Type: "
        "application/json\r\n"
        "Connection: keep-alive\r\nContent-Length: "s.append(std::to_string(body.size()))
            .append("\r\n\r\n")
            .append(body);
    totals out;
    for (std::size_t done = 0; done < deliveries; done += at_once) {
        http_exchange exchange;
        exchange.progress = http_progress::answered;
        exchange.request_whole = true;
        answer_parser parser{exchange.answer, 1 << 20};
        std::string_view rest = bytes;
        boost::system::error_code error;
        while (!parser.is_done() && !error) rest.remove_prefix(parser.put(boost::asio::buffer(rest), error));
        for (const auto& each : judge_post(params, exchange, some, wall_time{}).outcomes)
            out.accepted += each.what == outcome_class::accepted ? 1 : 0;
    }
    return out;
}

class mail final : public outgoing_mail {
public:
    mail(const email_template& text, std::span<const destination> to) : text_{text}, to_{to} {}

    std::size_t count() const noexcept override { return to_.size(); }
    std::string_view recipient(std::size_t index) const override { return to_[index].address; }
    void append_sender(std::string& out, std::size_t index) const override
    {
        text_.append_sender(out, to_[index]);
    }
    void append_message(std::string& out, std::size_t index, body_encoding encoding) const override
    {
        text_.append(out, to_[index], encoding);
    }
    std::size_t size(body_encoding encoding) const noexcept override { return text_.size(encoding); }

private:
    const email_template& text_;
    std::span<const destination> to_;
};

/// Whole transactions, with a server that can PIPELINE and takes everything.
totals carry_mail(const bulletin& what, std::size_t deliveries)
{
    email_params params;
    params.tls = smtp_tls::none;
    params.helo_name = "loa.bench.hcm.edu.vn";
    const auto text = email_template::render(what, 1, params);
    const people to;
    smtp_dialogue dialogue{params};
    totals out;
    const auto exchange = [&](std::string_view replies) {
        out.bytes += dialogue.output().size();
        dialogue.wrote(dialogue.output().size());
        dialogue.received(replies);
    };
    dialogue.connected();
    dialogue.received("220 relay ESMTP\r\n");
    exchange("250-relay\r\n250-PIPELINING\r\n250-SIZE 20480000\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES\r\n"
    );
    for (std::size_t done = 0; done < deliveries; done += group) {
        const mail all{*text, to.all};
        dialogue.begin(all);
        exchange("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 End data with <CR><LF>.<CR><LF>\r\n");
        for (std::size_t i = 1; i != group; ++i)
            exchange(
                "250 2.0.0 Ok: queued as 4F1A2\r\n250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 End data with "
                "<CR><LF>.<CR><LF>\r\n"
            );
        exchange("250 2.0.0 Ok: queued as 4F1A2\r\n");
        for (const auto& each : dialogue.ended())
            out.accepted += each && each->what == outcome_class::accepted ? 1 : 0;
    }
    return out;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
        return std::cerr << "usage: bench_instructions LOOP BULLETIN.json DELIVERIES\n", 2;
    std::ifstream in{argv[2]};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto what = parse_bulletin(text, {});
    const auto deliveries = std::strtoul(argv[3], nullptr, 10);
    if (!what || deliveries % group != 0)
        return std::cerr << "no bulletin, or not so many times " << group << '\n', 2;

    const std::string_view loop = argv[1];
    totals found;
    if (loop == "compose-1" || loop == "compose-500")
        found = compose_posts(*what, deliveries, loop == "compose-1" ? 1 : group);
    else if (loop == "answer-1" || loop == "answer-500")
        found = read_answers(deliveries, loop == "answer-1" ? 1 : group);
    else if (loop == "mail")
        found = carry_mail(*what, deliveries);
    std::cout << "{\"bytes\": " << found.bytes << ", \"accepted\": " << found.accepted << "}\n";
    const bool composes = loop.starts_with("compose") || loop == "mail",
               hears = loop.starts_with("answer") || loop == "mail";
    return (!composes || found.bytes != 0) && (!hears || found.accepted == deliveries) && (composes || hears)
               ? 0
               : 1;
}
