#include "gateway/ledger/import_file.hpp"

#include "gateway/core/unicode.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace loa {
namespace {

constexpr auto absent = static_cast<std::size_t>(-1);
/// Of a column, in a complaint about it.
constexpr std::size_t longest_name = 60;

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
    const auto name = request_.name.empty() ? request_.file.string() : request_.name;
    if (!csv_.next())
        throw unusable_file{
            "file_empty",
            {},
            name + " is empty: its first line must name the columns " + listed(required, optional)};
    if (!csv_.trouble().empty())
        throw unusable_file{
            "not_csv", {}, name + ":1: the header cannot be read: " + std::string{csv_.trouble()}};

    std::vector<std::string_view> known{required};
    known.insert(known.end(), optional);
    place_.assign(known.size(), absent);
    width_ = csv_.fields().size();
    for (std::size_t i = 0; i != width_; ++i) {
        const auto column = csv_.fields()[i];
        const auto shown = as_utf8(column.substr(0, longest_name));
        const auto at = static_cast<std::size_t>(std::ranges::find(known, column) - known.begin());
        if (at == known.size())
            throw unusable_file{
                "unknown_column",
                shown,
                name + " has a column \"" + shown + "\" that the directory has no place for; it takes " +
                    listed(required, optional) + ", and no data about pupils"};
        if (place_[at] != absent)
            throw unusable_file{
                "repeated_column",
                std::string{column},
                name + " has the column \"" + std::string{column} + "\" twice"};
        place_[at] = i;
    }
    for (std::size_t i = 0; i != required.size(); ++i)
        if (place_[i] == absent)
            throw unusable_file{
                "missing_column",
                std::string{known[i]},
                name + " has no column \"" + std::string{known[i]} + "\""};
}

bool import_file::next()
{
    while (csv_.next()) {
        progress("reading", ++rows_);
        if (!csv_.trouble().empty())
            reject({}, "not_csv", {}, std::string{csv_.trouble()});
        else if (csv_.fields().size() != width_)
            reject(
                {},
                "wrong_width",
                std::to_string(csv_.fields().size()) + " / " + std::to_string(width_),
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

void import_file::reject(
    std::string_view field, std::string_view code, std::string about, std::string sentence
)
{
    reject(
        {line(),
         std::string{field},
         std::string{code},
         std::move(about),
         std::move(sentence),
         std::string{text()}}
    );
}

void import_file::reject(import_reject what)
{
    ++rejected_;
    if (request_.rejected)
        request_.rejected(what);
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
    rejects_ << what.row << ',' << csv_field(what.sentence) << ',' << csv_field(what.content) << '\n';
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
