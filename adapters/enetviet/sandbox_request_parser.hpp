#pragma once
/// \file
/// Reads one request to the sandbox partner from bytes as they come. Private to the sandbox (it needs Beast).

#include "adapters/enetviet/sandbox_partner.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace loa {

/// One request as it comes in. A list to compare with is read line by line and never kept.
class sandbox_request_parser final : public boost::beast::http::basic_parser<true> {
public:
    using text = boost::beast::string_view;

    sandbox_request_parser(sandbox_request& to, const sandbox_tally& tally, std::size_t most)
        : to_{to}, tally_{tally}, most_{most}
    {
        to_.authorization.clear();
        to_.body.clear();
        to_.too_large = false;
        header_limit(16 * 1024);
        body_limit(256 << 20);  // a comparison with all the city's accounts is 60 MB
        eager(true);
    }

    std::optional<expected_accounts> compared;
    bool wants_go_ahead = false;  ///< Expect: 100-continue

private:
    void on_request_impl(boost::beast::http::verb, text method, text target, int, boost::beast::error_code&)
        override
    {
        to_.method.assign(method.data(), method.size());
        to_.target.assign(target.data(), target.size());
    }
    void on_response_impl(int, text, int, boost::beast::error_code&) override {}
    void on_field_impl(boost::beast::http::field name, text, text value, boost::beast::error_code&) override
    {
        if (name == boost::beast::http::field::authorization)
            to_.authorization.assign(value.data(), value.size());
        if (name == boost::beast::http::field::expect)
            wants_go_ahead = true;
    }
    void on_header_impl(boost::beast::error_code&) override
    {
        if (to_.method != "POST" || to_.path() != "/tally/expected")
            return;
        const auto urls = to_.parameters("url");
        compared.emplace(tally_, urls.empty() ? std::string{} : urls.front());
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>& length, boost::beast::error_code&) override
    {
        if (length && !compared)
            to_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, most_)));
    }
    std::size_t on_body_impl(text piece, boost::beast::error_code&) override
    {
        take(piece);
        return piece.size();
    }
    void on_chunk_header_impl(std::uint64_t, text, boost::beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, text piece, boost::beast::error_code&) override
    {
        take(piece);
        return piece.size();
    }
    void on_finish_impl(boost::beast::error_code&) override {}

    void take(text piece)
    {
        if (compared)
            return compared->feed({piece.data(), piece.size()});
        to_.too_large |= to_.body.size() + piece.size() > most_;
        if (to_.too_large)
            to_.body.clear();
        else
            to_.body.append(piece.data(), piece.size());
    }

    sandbox_request& to_;
    const sandbox_tally& tally_;
    std::size_t most_;
};

}  // namespace loa
