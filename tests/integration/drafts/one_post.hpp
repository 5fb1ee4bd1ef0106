#pragma once
/// \file
/// A partner that takes one HTTP request and keeps its body as it came.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <string>
#include <thread>

namespace loa::testing {

class one_post {
public:
    one_post() : thread_{[this] { serve(); }} {}
    ~one_post()
    {
        if (thread_.joinable()) {
            tcp::socket line{loop_};
            boost::system::error_code ignored;
            line.connect(acceptor_.local_endpoint(), ignored);  // so that nobody waits for ever
            line.close();
            thread_.join();
        }
    }
    one_post(const one_post&) = delete;
    one_post& operator=(const one_post&) = delete;

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    std::string body()
    {
        thread_.join();
        return body_;
    }

private:
    using tcp = boost::asio::ip::tcp;

    void serve()
    {
        tcp::socket line{loop_};
        boost::system::error_code error;
        acceptor_.accept(line, error);
        boost::beast::flat_buffer buffer;
        boost::beast::http::request<boost::beast::http::string_body> request;
        boost::beast::http::read(line, buffer, request, error);
        body_ = request.body();
        const std::string answer =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: "
            "close\r\n\r\n{}";
        boost::asio::write(line, boost::asio::buffer(answer), error);
    }

    boost::asio::io_context loop_;
    tcp::acceptor acceptor_{loop_, tcp::endpoint{boost::asio::ip::address_v4::loopback(), 0}};
    std::string body_;
    std::thread thread_;
};

}  // namespace loa::testing
