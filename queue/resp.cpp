#include "queue/resp.hpp"

#include "gateway/core/error.hpp"

#include <boost/system/errc.hpp>

#include <hiredis/hiredis.h>

#include <cstring>
#include <utility>

namespace loa {
namespace {

constexpr std::size_t deepest = 7;

/// What the reply under construction cost so far.
struct account {
    reply_limits limits;
    std::size_t bytes = 0;
    std::size_t elements = 0;
    bool too_large = false;
};

/// Puts a reply where the task says: into its parent's array, or on the heap as the root. Nothing when it may
/// not be.
void* place(const redisReadTask* task, reply&& made) noexcept
{
    try {
        auto& spent = *static_cast<account*>(task->privdata);
        spent.bytes += made.text.size();
        if (spent.bytes > spent.limits.bytes) {
            spent.too_large = true;
            return nullptr;
        }
        if (task->parent == nullptr)
            return new reply{std::move(made)};
        // Elements arrive in order and an array is whole before its next sibling comes, so no pointer into it
        // dangles.
        auto& siblings = static_cast<reply*>(task->parent->obj)->elements;
        return &siblings.emplace_back(std::move(made));
    } catch (...) {  // out of memory: must not fly through C
        return nullptr;
    }
}

void* create_string(const redisReadTask* task, char* text, std::size_t size) noexcept
{
    reply out;
    switch (task->type) {
        case REDIS_REPLY_STRING: out.what = reply::kind::string; break;
        case REDIS_REPLY_STATUS: out.what = reply::kind::status; break;
        case REDIS_REPLY_ERROR: out.what = reply::kind::error; break;
        default: return nullptr;  // RESP3, never asked for
    }
    try {
        out.text.assign(text, size);
    } catch (...) {
        return nullptr;
    }
    return place(task, std::move(out));
}

template <class Size>  // int in hiredis 0.14, size_t since 1.0
void* create_array(const redisReadTask* task, Size count) noexcept
{
    if (task->type != REDIS_REPLY_ARRAY)
        return nullptr;
    std::size_t depth = 0;
    for (auto* up = task->parent; up != nullptr; up = up->parent) ++depth;
    if (depth >= deepest)
        return nullptr;
    // Counted when announced, kept only as they come: an announced billion costs nothing.
    auto& spent = *static_cast<account*>(task->privdata);
    const auto elements = static_cast<std::size_t>(count);
    if (elements > spent.limits.elements - spent.elements) {
        spent.too_large = true;
        return nullptr;
    }
    spent.elements += elements;
    reply out;
    out.what = reply::kind::array;
    return place(task, std::move(out));
}

void* create_integer(const redisReadTask* task, long long value) noexcept
{
    if (task->type != REDIS_REPLY_INTEGER)
        return nullptr;
    reply out;
    out.what = reply::kind::integer;
    out.integer = value;
    return place(task, std::move(out));
}

void* create_nil(const redisReadTask* task) noexcept
{
    return place(task, reply{});
}

void free_object(void* root) noexcept
{
    delete static_cast<reply*>(root);
}

template <class Functions>
Functions reply_functions()
{
    Functions out{};
    out.createString = create_string;
    out.createArray = create_array;
    out.createInteger = create_integer;
    out.createNil = create_nil;
    out.freeObject = free_object;
    // hiredis 1.x knows RESP3's as well, and would leave tags in place of objects where there is no function.
    if constexpr (requires { out.createDouble; })
        out.createDouble = [](const redisReadTask*, double, char*, std::size_t) -> void* { return nullptr; };
    if constexpr (requires { out.createBool; })
        out.createBool = [](const redisReadTask*, int) -> void* { return nullptr; };
    return out;
}

}  // namespace

std::string format(std::span<const std::string_view> command)
{
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto& each : command) {
        texts.push_back(each.data());
        sizes.push_back(each.size());
    }
    if (texts.empty())
        return {};
    char* bytes = nullptr;
    const auto size =
        redisFormatCommandArgv(&bytes, static_cast<int>(texts.size()), texts.data(), sizes.data());
    if (size < 0)
        throw std::bad_alloc{};
    const std::unique_ptr<char, decltype(&redisFreeCommand)> owner{bytes, redisFreeCommand};
    return {bytes, static_cast<std::size_t>(size)};
}

struct reply_reader::parser {
    account spent;
    redisReplyObjectFunctions functions = reply_functions<redisReplyObjectFunctions>();
    std::unique_ptr<redisReader, decltype(&redisReaderFree)> reader{
        redisReaderCreateWithFunctions(&functions), redisReaderFree};
    boost::system::error_code failed;

    explicit parser(reply_limits limits)
    {
        if (!reader)
            throw std::bad_alloc{};
        spent.limits = limits;
        reader->privdata = &spent;
    }
};

reply_reader::reply_reader(reply_limits limits) : parser_{std::make_unique<parser>(limits)} {}
reply_reader::~reply_reader() = default;
reply_reader::reply_reader(reply_reader&&) noexcept = default;
reply_reader& reply_reader::operator=(reply_reader&&) noexcept = default;

void reply_reader::feed(std::string_view bytes)
{
    if (!parser_->failed && !bytes.empty() &&
        redisReaderFeed(parser_->reader.get(), bytes.data(), bytes.size()) != REDIS_OK)
        parser_->failed = errc::redis_reply;
}

boost::system::result<std::optional<reply>> reply_reader::next()
{
    auto& [spent, functions, reader, failed] = *parser_;
    if (failed)
        return failed;
    void* root = nullptr;
    if (redisReaderGetReply(reader.get(), &root) != REDIS_OK) {
        failed = spent.too_large ? make_error_code(boost::system::errc::message_size)
                                 : make_error_code(errc::redis_reply);
        return failed;
    }
    if (root != nullptr) {
        spent.bytes = spent.elements = 0;
        const std::unique_ptr<reply> owner{static_cast<reply*>(root)};
        return std::optional{std::move(*owner)};
    }
    // Incomplete. hiredis looks for a line's end from its start each time, so an endless line would cost its
    // square.
    const auto waiting = reader->len - reader->pos;
    const bool endless = waiting > spent.limits.line &&
                         memmem(reader->buf + reader->pos, spent.limits.line, "\r\n", 2) == nullptr;
    if (endless || spent.bytes + waiting > spent.limits.bytes) {
        failed = make_error_code(boost::system::errc::message_size);
        return failed;
    }
    return std::optional<reply>{};
}

}  // namespace loa
