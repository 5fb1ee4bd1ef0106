#include "gateway/ledger/import_folder.hpp"

#include "gateway/core/unicode.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <iterator>
#include <string>
#include <utility>

namespace fs = std::filesystem;
namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t most_records = 50, most_rejects = 100'000, most_lists = 10, longest_content = 1'000;
constexpr std::chrono::hours keep_rejects{24 * 30};

[[noreturn]] void fail(const fs::path& file)
{
    throw std::system_error{errno, std::generic_category(), file.string()};
}

std::string text_at(const json::object& of, std::string_view key)
{
    const auto* at = of.if_contains(key);
    return at != nullptr && at->is_string() ? std::string{at->get_string()} : std::string{};
}

std::uint64_t number_at(const json::object& of, std::string_view key)
{
    const auto* at = of.if_contains(key);
    json::error_code error;
    const auto value = at != nullptr && at->is_number() ? at->to_number<std::uint64_t>(error) : 0;
    return error ? 0 : value;
}

/// Its first bytes, without cutting a character.
std::string beginning(std::string_view text)
{
    auto size = std::min(text.size(), longest_content);
    while (size != 0 && size != text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    return as_utf8(text.substr(0, size));
}

std::optional<directory_import> record_of(const json::object& from)
{
    directory_import out;
    const auto what = parse_import_kind(text_at(from, "what"));
    const auto state = parse_import_state(text_at(from, "state"));
    const auto started = parse_rfc3339(text_at(from, "started"));
    if (!what || !state || !started)
        return std::nullopt;
    out.id = static_cast<std::int64_t>(number_at(from, "id"));
    out.what = *what;
    out.state = *state;
    out.file = text_at(from, "file");
    out.bytes = number_at(from, "bytes");
    out.read = number_at(from, "read");
    out.by = text_at(from, "by");
    out.started = *started;
    out.ended = parse_rfc3339(text_at(from, "ended"));
    out.rows = number_at(from, "rows");
    out.rejected = number_at(from, "rejected");
    out.created = number_at(from, "created");
    out.updated = number_at(from, "updated");
    out.unchanged = number_at(from, "unchanged");
    out.cause = text_at(from, "cause");
    out.about = text_at(from, "about");
    out.sentence = text_at(from, "sentence");
    return out;
}

json::object to_json(const directory_import& what)
{
    return {
        {"id", what.id},
        {"what", to_string(what.what)},
        {"state", to_string(what.state)},
        {"file", what.file},
        {"bytes", what.bytes},
        {"read", what.read},
        {"by", what.by},
        {"started", format_rfc3339(what.started)},
        {"ended", what.ended ? json::value(format_rfc3339(*what.ended)) : json::value()},
        {"rows", what.rows},
        {"rejected", what.rejected},
        {"created", what.created},
        {"updated", what.updated},
        {"unchanged", what.unchanged},
        {"cause", what.cause},
        {"about", what.about},
        {"sentence", what.sentence},
    };
}

void write_all(int to, std::string_view bytes, const fs::path& file)
{
    while (!bytes.empty()) {
        const auto count = ::write(to, bytes.data(), bytes.size());
        if (count < 0)
            fail(file);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

/// Closed at the end, whatever happens.
class open_file {
public:
    open_file(const fs::path& file, int flags) : number_{::open(file.c_str(), flags | O_CLOEXEC, 0600)}
    {
        if (number_ < 0)
            fail(file);
    }
    ~open_file() { ::close(number_); }
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;
    int number() const noexcept { return number_; }

private:
    int number_;
};

}  // namespace

import_turn::import_turn(import_turn&& other) noexcept : file_{std::exchange(other.file_, -1)} {}

import_turn::~import_turn()
{
    if (file_ >= 0)
        ::close(file_);
}

import_folder::import_folder(fs::path where) : where_{std::move(where)}
{
    std::error_code error;
    if (fs::create_directories(where_, error))
        fs::permissions(where_, fs::perms::owner_all, error);
    if (error)
        throw std::system_error{error, where_.string()};
}

std::optional<import_turn> import_folder::take_turn() const
{
    const auto file = where_ / "turn";
    const int number = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (number < 0)
        fail(file);
    import_turn out{number};
    if (::flock(number, LOCK_EX | LOCK_NB) != 0)
        return std::nullopt;
    return out;
}

fs::path import_folder::file(std::int64_t id, const char* kind) const
{
    return where_ / (std::to_string(id) + kind);
}

std::vector<std::int64_t> import_folder::ids() const
{
    std::vector<std::int64_t> out;
    std::error_code error;
    for (const auto& each : fs::directory_iterator{where_, error}) {
        const auto name = each.path().filename().string();
        std::int64_t id = 0;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), id);
        if (read.ec == std::errc{} && std::string_view{read.ptr} == ".json")
            out.push_back(id);
    }
    std::ranges::sort(out);
    return out;
}

std::optional<directory_import> import_folder::read(std::int64_t id) const
{
    std::ifstream in{file(id, ".json"), std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    json::error_code error;
    const auto parsed = json::parse(text, error);
    return error || !parsed.is_object() ? std::nullopt : record_of(parsed.get_object());
}

void import_folder::write(const directory_import& what) const
{
    const auto fresh = file(what.id, ".new");
    {
        const open_file to{fresh, O_CREAT | O_TRUNC | O_WRONLY};
        write_all(to.number(), json::serialize(to_json(what)), fresh);
        if (::fsync(to.number()) != 0)
            fail(fresh);
    }
    fs::rename(fresh, file(what.id, ".json"));
}

std::vector<fs::path> import_folder::old_rejects(wall_time now) const
{
    std::vector<fs::path> out;
    std::error_code error;
    const auto all = ids();
    for (std::size_t i = 0; i != all.size(); ++i) {
        const auto record = read(all[i]);
        const bool is_old = all.size() - i > most_lists || !record || now - record->started > keep_rejects;
        if (is_old && fs::exists(rejects(all[i]), error))
            out.push_back(rejects(all[i]));
    }
    return out;
}

void import_folder::tidy(wall_time now) const
{
    std::error_code ignored;
    for (const auto& each : old_rejects(now)) fs::remove(each, ignored);
    const auto all = ids();
    const auto spare = all.size() - std::min(all.size(), most_records);
    for (std::size_t i = 0; i != spare; ++i) fs::remove(file(all[i], ".json"), ignored);
    for (const auto& each : fs::directory_iterator{where_, ignored})
        if (each.path().extension() == ".csv" || each.path().extension() == ".new")
            fs::remove(each.path(), ignored);
}

void reject_writer::add(const import_reject& what)
{
    if (written_ == most_rejects)
        return;
    if (written_++ == 0) {
        {
            const open_file made{file_, O_CREAT | O_TRUNC | O_WRONLY};
        }
        out_.open(file_, std::ios::binary);
    }
    const json::object line{
        {"row", what.row},
        {"field", what.field},
        {"code", what.code},
        {"about", beginning(what.about)},
        {"sentence", beginning(what.sentence)},
        {"content", beginning(what.content)}};
    out_ << json::serialize(line) << '\n';
    must_be_good();
}

void reject_writer::close()
{
    if (written_ == 0)
        return;
    out_.close();
    must_be_good();
}

void reject_writer::must_be_good() const
{
    if (!out_)
        throw std::system_error{std::make_error_code(std::errc::no_space_on_device), file_.string()};
}

std::optional<import_rejects> read_rejects(const fs::path& file, std::uint64_t from, std::size_t most)
{
    import_rejects out;
    std::ifstream in{file, std::ios::binary};
    if (!in)
        return from == 0 ? std::optional{out} : std::nullopt;
    std::string line;
    if (from != 0) {  // behind the end of a line
        in.seekg(static_cast<std::streamoff>(from - 1));
        if (in.get() != '\n')
            return std::nullopt;
    }
    while (out.some.size() != most && std::getline(in, line)) {
        from += line.size() + 1;
        json::error_code error;
        const auto parsed = json::parse(line, error);
        if (error || !parsed.is_object())
            break;  // the last one of a gateway that was killed
        const auto& one = parsed.get_object();
        out.some.push_back(
            {number_at(one, "row"),
             text_at(one, "field"),
             text_at(one, "code"),
             text_at(one, "about"),
             text_at(one, "sentence"),
             text_at(one, "content")}
        );
    }
    if (out.some.size() == most && in.peek() != std::ifstream::traits_type::eof())
        out.next = from;
    return out;
}

}  // namespace loa
