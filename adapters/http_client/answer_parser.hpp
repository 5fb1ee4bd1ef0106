#pragma once
/// \file
/// Reads one HTTP answer from bytes as they come: no socket, bounded memory. Private to http_client (it needs
/// Beast).

#include "adapters/http_client/http_client.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace loa {

/// Beast's parser, keeping the few header fields we look at instead of a tree of all of them.
class answer_parser final : public boost::beast::http::basic_parser<false> {
public:
    using error_code = boost::beast::error_code;
    using text = boost::beast::string_view;
    using field = boost::beast::http::field;

    /// `to` must outlive the parser.
    answer_parser(http_answer& to, std::size_t body_limit) : to_{to}
    {
        header_limit(16 * 1024);
        this->body_limit(body_limit);
        eager(true);
    }

private:
    void on_request_impl(boost::beast::http::verb, text, text, int, error_code&) override {}

    void on_response_impl(int code, text, int, error_code&) override
    {
        to_.status = static_cast<unsigned>(code);
    }

    void on_field_impl(field name, text, text value, error_code&) override
    {
        if (name == field::content_type)
            to_.content_type.assign(value.data(), value.size());
        else if (name == field::retry_after)
            to_.retry_after.assign(value.data(), value.size());
        else if (name == field::date)
            to_.date.assign(value.data(), value.size());
        else if (name == field::location)
            to_.location.assign(value.data(), value.size());
    }

    void on_header_impl(error_code&) override {}

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override
    {
        // The parser has checked the length against the limit already. What it promises is not believed
        // beyond 64 KiB.
        if (length)
            to_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, 64 * 1024)));
    }

    std::size_t on_body_impl(text piece, error_code&) override
    {
        to_.body.append(piece.data(), piece.size());
        return piece.size();
    }

    void on_chunk_header_impl(std::uint64_t, text, error_code&) override {}

    std::size_t on_chunk_body_impl(std::uint64_t, text piece, error_code&) override
    {
        to_.body.append(piece.data(), piece.size());
        return piece.size();
    }

    void on_finish_impl(error_code&) override {}

    http_answer& to_;
};

}  // namespace loa
