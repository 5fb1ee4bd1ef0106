#include "gateway/ledger/import_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace loa {
namespace {

constexpr auto absent = static_cast<std::size_t>(-1);

std::string listed(
    std::initializer_list<std::string_view> required, std::initializer_list<std::string_view> optional
)
{
    std::string out;
    for (const auto& names : {required, optional})
        for (const auto name : names) out += (out.empty() ? "" : ", ") + std::string{name};
    return out;
}

}  // namespace

import_file::import_file(
    const import_request& what,
    std::initializer_list<std::string_view> required,
    std::initializer_list<std::string_view> optional
)
    : request_{what}, in_{what.file, std::ios::binary}, csv_{in_}
{
    std::error_code error;
    total_ = std::filesystem::file_size(what.file, error);
    if (!in_ || error)
        throw std::runtime_error{what.file.string() + " cannot be read"};
    if (!what.rejects.empty())
        std::filesystem::remove(what.rejects, error);
    read_header(required, optional);
}

void import_file::read_header(
    std::initializer_list<std::string_view> required, std::initializer_list<std::string_view> optional
)
{
    const auto name = request_.file.string();
    if (!csv_.next())
        throw std::runtime_error{
            name + " is empty: its first line must name the columns " + listed(required, optional)};
    if (!csv_.trouble().empty())
        throw std::runtime_error{name + ":1: the header cannot be read: " + std::string{csv_.trouble()}};

    std::vector<std::string_view> known{required};
    known.insert(known.end(), optional);
    place_.assign(known.size(), absent);
    width_ = csv_.fields().size();
    for (std::size_t i = 0; i != width_; ++i) {
        const auto column = csv_.fields()[i];
        const auto at = static_cast<std::size_t>(std::ranges::find(known, column) - known.begin());
        if (at == known.size())
            throw std::runtime_error{
                name + " has a column \"" + std::string{column} +
                "\" that the directory has no place for; it takes " + listed(required, optional) +
                ", and no data about pupils"};
        if (place_[at] != absent)
            throw std::runtime_error{name + " has the column \"" + std::string{column} + "\" twice"};
        place_[at] = i;
    }
    for (std::size_t i = 0; i != required.size(); ++i)
        if (place_[i] == absent)
            throw std::runtime_error{name + " has no column \"" + std::string{known[i]} + "\""};
}

bool import_file::next()
{
    while (csv_.next()) {
        ++rows_;
        if (!csv_.trouble().empty())
            reject(csv_.trouble());
        else if (csv_.fields().size() != width_)
            reject(
                "the row has " + std::to_string(csv_.fields().size()) + " fields, the header has " +
                std::to_string(width_)
            );
        else
            return true;
    }
    return false;
}

std::string_view import_file::field(std::size_t column) const noexcept
{
    return place_[column] == absent ? std::string_view{} : csv_.fields()[place_[column]];
}

void import_file::reject(std::uint64_t line, std::string_view reason, std::string_view row)
{
    ++rejected_;
    if (request_.rejects.empty())
        return;
    if (!rejects_.is_open()) {
        // Made for the owner only: the rows hold names and addresses.
        const int made = ::open(request_.rejects.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
        if (made >= 0)
            ::close(made);
        rejects_.open(request_.rejects, std::ios::binary);
        rejects_ << "line,reason,row\n";
    }
    rejects_ << line << ',' << csv_field(reason) << ',' << csv_field(row) << '\n';
    if (!rejects_)
        throw std::runtime_error{request_.rejects.string() + " cannot be written"};
}

void import_file::progress(std::string_view step, std::uint64_t rows)
{
    constexpr std::uint64_t every = 8'192;
    if (request_.progress && rows % every == 0)
        request_.progress({step, rows, csv_.bytes(), total_});
}

}  // namespace loa
