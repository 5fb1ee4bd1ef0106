#include "queue/stream_commands.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace loa {
namespace {

using kind = reply::kind;

std::string to_json(const problems& reasons)
{
    boost::json::array out;
    for (const auto& each : reasons) {
        boost::json::object one;
        one["field"] = each.field;
        one["code"] = each.code;
        one["text"] = each.text;
        out.push_back(std::move(one));
    }
    return boost::json::serialize(out);
}

template <class... Arguments>
request one(std::string_view name, const Arguments&... arguments)
{
    request out;
    out.add(name, arguments...);
    return out;
}

void add_with_ids(request& to, std::initializer_list<std::string_view> head, std::span<const std::string> ids)
{
    std::vector<std::string_view> command{head};
    command.insert(command.end(), ids.begin(), ids.end());
    to.add(std::span<const std::string_view>{command});
}

/// The field named "bulletin", or the only one there is.
std::string payload_of(std::vector<reply>& fields)
{
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2)
        if (fields[i].text == payload_field)
            return std::move(fields[i + 1].text);
    return fields.size() == 2 ? std::move(fields[1].text) : std::string{};
}

/// Adds one entry, [id, [field, value, ...]] or [id, nil]. False: it is neither.
bool add_entry(read_entries& to, reply& raw)
{
    if (raw.is(kind::nil))  // deleted meanwhile: Redis 6.2's XAUTOCLAIM
        return true;
    if (!raw.is(kind::array) || raw.elements.size() != 2 || !raw.elements[0].is(kind::string) ||
        raw.elements[0].text.empty())
        return false;
    auto& id = raw.elements[0];
    auto& fields = raw.elements[1];
    to.last = id.text;
    if (fields.is(kind::nil)) {
        to.gone.push_back(std::move(id.text));
        return true;
    }
    const auto is_text = [](const reply& each) { return each.is(kind::string); };
    if (!fields.is(kind::array) || !std::all_of(fields.elements.begin(), fields.elements.end(), is_text))
        return false;
    auto payload = payload_of(fields.elements);
    to.entries.push_back({std::move(id.text), std::move(payload)});
    return true;
}

result<read_entries> parse_entries(reply& list)
{
    if (!list.is(kind::array))
        return errc::redis_reply;
    read_entries out;
    for (auto& each : list.elements)
        if (!add_entry(out, each))
            return errc::redis_reply;
    return out;
}

}  // namespace

request create_group(const redis_params& params)
{
    // From the start of the stream, never "$": what was published while there was no group must not be lost.
    return one("XGROUP", "CREATE", params.stream, params.group, "0", "MKSTREAM");
}

request read_new(const redis_params& params, std::size_t count, std::chrono::milliseconds block)
{
    const auto most = std::to_string(count);
    const auto wait = std::to_string(std::max<std::int64_t>(block.count(), 1));
    return one(
        "XREADGROUP",
        "GROUP",
        params.group,
        params.consumer,
        "COUNT",
        most,
        "BLOCK",
        wait,
        "STREAMS",
        params.stream,
        ">"
    );
}

request read_pending(const redis_params& params, std::size_t count, std::string_view after)
{
    const auto most = std::to_string(count);
    return one(
        "XREADGROUP", "GROUP", params.group, params.consumer, "COUNT", most, "STREAMS", params.stream, after
    );
}

request list_pending(const redis_params& params, std::string_view after)
{
    const auto start = "(" + std::string{after};
    return one("XPENDING", params.stream, params.group, start, "+", "1", params.consumer);
}

request claim_idle(const redis_params& params, std::size_t count, std::string_view cursor)
{
    const auto most = std::to_string(count);
    const auto idle = std::to_string(params.claim_idle.count());
    return one("XAUTOCLAIM", params.stream, params.group, params.consumer, idle, cursor, "COUNT", most);
}

request acknowledge(const redis_params& params, std::span<const std::string> ids)
{
    request out;
    out.add("MULTI");
    add_with_ids(out, {"XACK", params.stream, params.group}, ids);
    add_with_ids(out, {"XDEL", params.stream}, ids);
    out.add("EXEC");
    return out;
}

request reject(const redis_params& params, const inbox_entry& entry, const problems& reasons, wall_time now)
{
    const auto why = to_json(reasons);
    const auto at = format_rfc3339(now);
    request out;
    out.add("MULTI");
    out.add(
        "XADD",
        params.rejected_stream,
        "*",
        "entry",
        entry.id,
        "payload",
        entry.payload,
        "reasons",
        why,
        "at",
        at
    );
    out.add("XACK", params.stream, params.group, entry.id);
    out.add("XDEL", params.stream, entry.id);
    out.add("EXEC");
    return out;
}

result<read_entries> parse_read(reply answer)
{
    if (answer.is(kind::nil))  // nothing came in time
        return read_entries{};
    // One stream was asked for: [[name, entries]].
    if (!answer.is(kind::array) || answer.elements.size() != 1)
        return errc::redis_reply;
    auto& stream = answer.elements[0];
    if (!stream.is(kind::array) || stream.elements.size() != 2)
        return errc::redis_reply;
    return parse_entries(stream.elements[1]);
}

result<claimed_entries> parse_claim(reply answer)
{
    if (!answer.is(kind::array) || answer.elements.size() < 2 || !answer.elements[0].is(kind::string) ||
        answer.elements[0].text.empty())
        return errc::redis_reply;
    auto read = parse_entries(answer.elements[1]);
    if (!read)
        return read.error();
    return claimed_entries{std::move(answer.elements[0].text), std::move(*read)};
}

result<std::vector<std::string>> parse_pending(const reply& answer)
{
    if (!answer.is(kind::array))
        return errc::redis_reply;
    std::vector<std::string> out;
    for (const auto& each : answer.elements) {
        if (!each.is(kind::array) || each.elements.empty() || !each.elements[0].is(kind::string))
            return errc::redis_reply;
        out.push_back(each.elements[0].text);
    }
    return out;
}

std::string transaction_error(const std::vector<reply>& replies)
{
    const auto words_of = [](const reply& refused) {
        return refused.text.empty() ? std::string{"an error without a word"} : refused.text;
    };
    if (const auto* refused = first_error(replies))
        return words_of(*refused);
    // One result for each command between MULTI and EXEC.
    if (replies.size() < 2 || !replies.back().is(kind::array) ||
        replies.back().elements.size() + 2 != replies.size())
        return "EXEC did not run the transaction";
    if (const auto* refused = first_error(replies.back().elements))
        return words_of(*refused);
    return {};
}

}  // namespace loa
