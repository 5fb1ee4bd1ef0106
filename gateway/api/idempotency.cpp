#include "gateway/api/idempotency.hpp"

#include "gateway/api/problem.hpp"
#include "gateway/core/sha256.hpp"
#include "gateway/core/user_desk.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <stdexcept>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t longest_key = 128;

/// A string of RFC 8941, as the draft says; the quotes may be missing, as in most clients that are older than
/// it.
std::string key_of(std::string_view header)
{
    if (header.size() >= 2 && header.starts_with('"') && header.ends_with('"'))
        header = header.substr(1, header.size() - 2);
    const auto is_plain = [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; };
    if (header.empty() || header.size() > longest_key || !std::ranges::all_of(header, is_plain))
        throw api_problem{400, "bad_idempotency_key"};
    return std::string{header};
}

/// Parts cannot run into one another: each is followed by its end.
sha256_digest fingerprint(const http_request& of)
{
    sha256 hash;
    const auto add = [&](std::string_view part) {
        hash.add(part);
        hash.add(std::string_view{"\0", 1});
    };
    add(of.method);
    add(of.path);
    for (const auto& [name, value] : of.query) {
        add(name);
        add(value);
    }
    add(of.header("content-type"));
    add(of.header("if-match"));
    add(of.body);
    return hash.finish();
}

std::string to_text(const http_fields& headers)
{
    json::array out;
    for (const auto& [name, value] : headers) out.push_back(json::array{name, value});
    return json::serialize(out);
}

http_reply reply_of(const kept_reply& kept)
{
    http_reply out;
    out.status = kept.status;
    out.body = kept.body;
    const auto fields = json::parse(kept.headers);
    for (const auto& field : fields.as_array())
        out.headers.emplace_back(field.as_array().at(0).as_string(), field.as_array().at(1).as_string());
    out.headers.emplace_back("Idempotent-Replay", "true");
    return out;
}

/// In the set from here to the end of the scope.
class running {
public:
    running(
        std::mutex& mutex,
        std::set<std::pair<std::string, std::string>>& all,
        std::pair<std::string, std::string> one
    )
        : mutex_{mutex}, all_{all}
    {
        const std::lock_guard hold{mutex_};
        const auto [at, is_new] = all_.insert(std::move(one));
        if (!is_new)
            throw api_problem{409, "still_running"};
        at_ = at;
    }
    ~running()
    {
        const std::lock_guard hold{mutex_};
        all_.erase(at_);
    }
    running(const running&) = delete;
    running& operator=(const running&) = delete;

private:
    std::mutex& mutex_;
    std::set<std::pair<std::string, std::string>>& all_;
    std::set<std::pair<std::string, std::string>>::iterator at_;
};

class in_each_change {
public:
    in_each_change(thread_desk& at, std::function<void()> what) : at_{at}
    {
        at_.with_each_change = std::move(what);
    }
    ~in_each_change() { at_.with_each_change = nullptr; }
    in_each_change(const in_each_change&) = delete;
    in_each_change& operator=(const in_each_change&) = delete;

private:
    thread_desk& at_;
};

}  // namespace

http_reply idempotency::run(api_call& call, thread_desk& at, const std::function<http_reply()>& handler)
{
    const auto header = call.request.header("idempotency-key");
    if (header.empty())
        return handler();
    const auto key = key_of(header);
    const auto who = call.who.name;
    const running until_here{mutex_, running_, {who, key}};

    kept_reply keep;
    keep.request = fingerprint(call.request);
    if (const auto kept = at.users().find_reply(who, key)) {
        if (kept->request != keep.request)
            throw api_problem{422, "idempotency_key_reused"};
        if (kept->status == 0)
            throw api_problem{409, "reply_lost"};
        return reply_of(*kept);
    }
    // Status 0: carried out, reply not known yet.
    const in_each_change mark{at, [&] { at.users().keep_reply(who, key, keep); }};
    auto out = handler();
    if (out.status < 400 && !out.source) {
        keep.status = out.status;
        keep.headers = to_text(out.headers);
        keep.body = out.body;
        try {
            at.users().keep_reply(who, key, keep);
        } catch (const std::runtime_error&) {  // done is done: a repetition is told that the reply was lost
            at.forget();
        }
    }
    return out;
}

}  // namespace loa
