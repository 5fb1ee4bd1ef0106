#include "gateway/http/chunked_body.hpp"

#include "gateway/http/request_head.hpp"

#include <algorithm>
#include <charconv>

namespace loa {
namespace {

constexpr std::size_t longest_size_line = 256;

}  // namespace

std::size_t chunked_body::take(std::string_view bytes, std::string& to)
{
    std::size_t at = 0;
    while (at != bytes.size() && !is_done() && !refused_) {
        if (where_ == place::content) {
            const auto piece =
                bytes.substr(at, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size() - at)));
            to.append(piece);
            at += piece.size();
            so_far_ += piece.size();
            left_ -= piece.size();
            if (left_ == 0)
                where_ = place::content_end;
            continue;
        }
        const auto longest = where_ == place::trailer       ? most_trailer_
                             : where_ == place::content_end ? 0
                                                            : longest_size_line;
        if (!take_character(bytes[at++], longest))
            continue;
        switch (where_) {
            case place::size: read_size(); break;
            case place::content_end: where_ = place::size; break;
            default: read_trailer();
        }
        line_.clear();
    }
    return at;
}

bool chunked_body::take_character(char c, std::size_t longest)
{
    if (after_cr_ != (c == '\n')) {
        refused_ = http_refusal::bad_chunk;
        return false;
    }
    if (c == '\n') {
        after_cr_ = false;
        return true;
    }
    if (c == '\r') {
        after_cr_ = true;
        return false;
    }
    const bool is_control = (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    if (is_control || line_.size() >= longest)
        refused_ =
            where_ == place::trailer && !is_control ? http_refusal::head_too_large : http_refusal::bad_chunk;
    else
        line_ += c;
    return false;
}

void chunked_body::read_size()
{
    const auto* const end = line_.data() + line_.size();
    const auto [stop, error] = std::from_chars(line_.data(), end, left_, 16);
    // from_chars takes a minus sign only for signed numbers, and never "0x" or "+".
    if (error == std::errc::result_out_of_range)
        refused_ = http_refusal::body_too_large;
    else if (error != std::errc{} || (stop != end && *stop != ';'))
        refused_ = http_refusal::bad_chunk;
    else if (left_ > most_ - so_far_)
        refused_ = http_refusal::body_too_large;
    else
        where_ = left_ == 0 ? place::trailer : place::content;
}

void chunked_body::read_trailer()
{
    if (line_.empty())
        where_ = place::end;
    else if (!read_field(line_))
        refused_ = http_refusal::bad_chunk;
    most_trailer_ -= line_.size();
}

}  // namespace loa
