#include "gateway/http/request_reader.hpp"

#include <algorithm>

namespace loa {

std::size_t request_reader::take(std::string_view bytes)
{
    if (bytes.empty() || is_done_ || refused_)
        return 0;
    has_begun_ = true;
    std::size_t taken = 0;
    if (!has_head_) {
        taken = take_head(bytes);
        bytes.remove_prefix(taken);
        if (!has_head_ || refused_ || in_pieces_)
            return taken;
    }
    auto& body = head_.request.body;
    if (head_.is_chunked) {
        taken += chunks_.take(bytes, body);
        is_done_ = chunks_.is_done();
        refused_ = chunks_.refused();
        return taken;
    }
    const auto left = head_.length - body_size_;
    const auto piece = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size())));
    body.append(piece);
    body_size_ += piece.size();
    is_done_ = body_size_ == head_.length;
    return taken + piece.size();
}

std::size_t request_reader::take_head(std::string_view bytes)
{
    std::size_t at = 0;
    while (at != bytes.size()) {
        if (raw_.size() == most_head_) {
            refused_ = http_refusal::head_too_large;
            return at;
        }
        const char c = bytes[at++];
        // Refused as soon as it is seen: what speaks another protocol would never send an empty line.
        if ((c == '\n') != raw_.ends_with('\r')) {
            refused_ = http_refusal::bad_line_end;
            return at;
        }
        if ((static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7f) {
            refused_ = http_refusal::bad_character;
            return at;
        }
        raw_ += c;
        if (c != '\n')
            continue;
        const bool is_empty_line = raw_.size() - line_start_ == 2;
        if (is_empty_line &&
            line_start_ == 0)  // RFC 9112 section 2.2: one in front of the request line is nothing
            line_start_ = 2;
        else if (is_empty_line) {
            end_head();
            return at;
        }
        else
            line_start_ = raw_.size();
    }
    return at;
}

void request_reader::end_head()
{
    has_head_ = true;
    std::string_view bytes = raw_;
    if (bytes.starts_with("\r\n"))
        bytes.remove_prefix(2);
    refused_ = read_head(bytes, head_);
    if (!refused_ && rule_) {
        const auto most = rule_(head_.request);
        in_pieces_ = most != 0;
        if (in_pieces_) {
            most_body_ = most;
            chunks_ = chunked_body{most, most_head_};
        }
    }
    if (!refused_ && head_.length > most_body_)
        refused_ = http_refusal::body_too_large;
    if (!refused_ && !head_.is_chunked) {
        is_done_ = head_.length == 0;
        // No more at once than a peer must send to get it.
        head_.request.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(head_.length, 64 * 1024))
        );
    }
    raw_ = {};
}

}  // namespace loa
