#include "config/load.hpp"

#include "config/tables.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <tuple>

namespace loa {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t largest_file = 1 << 20;

using errors = std::vector<config_error>;

template <class Params>
void read_channel(
    table_reader table,
    std::optional<Params>& into,
    dispatcher_params& dispatch,
    void (*read)(table_reader&, Params&)
)
{
    bool enabled = into.has_value() || table.present();
    auto params = into.value_or(Params{});
    table.flag("enabled", enabled);
    if (!enabled)
        table.only_read();
    read(table, params);
    if (table.present())  // what is in force is listed as it is
        dispatch.calls = params.connections;
    read_dispatch(table.table("dispatch"), dispatch, params.connections);
    table.finish();
    if (enabled)
        into = std::move(params);
    else
        into.reset();
}

void read_all(table_reader root, settings& into)
{
    root.text("instance", into.instance, rules::instance);
    root.duration("drain_timeout", into.drain_limit, 1s, 10min);
    read_redis(root.table("redis"), into.redis);
    read_store(root.table("store"), into.store);
    read_bulletins(root.table("bulletins"), into.bulletins);
    read_log(root.table("log"), into.log);
    read_quiet_hours(root.table("quiet_hours"), into.quiet_hours);
    read_api(root.table("api"), into.http, into.api, into.oidc);
    read_approval(root.table("approval"), into.approval);
    read_canary(root.table("canary"), into.canary);
    read_retention(root.table("retention"), into.retention);
    read_channel(root.table("email"), into.email, into.email_dispatch, read_email);
    read_channel(root.table("enetviet"), into.enetviet, into.enetviet_dispatch, read_enetviet);
    root.finish();
    into.redis.consumer = into.instance;
    into.store.instance = into.instance;
}

boost::system::result<std::string, config_error> text_of(const std::filesystem::path& path)
{
    const auto fault = [&](std::string wrong) {
        return config_error{path.string(), 0, 0, {}, {}, std::move(wrong), {}};
    };
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        return fault(
            error && error != std::errc::no_such_file_or_directory ? "cannot be read: " + error.message()
                                                                   : "no such file"
        );
    if (std::filesystem::is_directory(status))
        return fault("it is a folder, not a file");
    errno = 0;
    std::ifstream in{path, std::ios::binary};
    if (!in)
        return fault("cannot be read: " + std::generic_category().message(errno));
    std::string text(largest_file + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (in.bad())
        return fault("cannot be read");
    if (text.size() > largest_file)
        return fault("it is longer than " + std::to_string(largest_file) + " bytes");
    return {boost::system::in_place_value, std::move(text)};  // a fault could be made of a text too
}

}  // namespace

boost::system::result<settings, errors> load_settings(const std::filesystem::path& file, secret_files which)
{
    const char* credentials =
        std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    return load_settings(file, std::filesystem::path{credentials == nullptr ? "" : credentials}, which);
}

boost::system::result<settings, errors> load_settings(
    const std::filesystem::path& file, const std::filesystem::path& credentials, secret_files which
)
{
    const auto text = text_of(file);
    if (!text)
        return errors{text.error()};
    const auto document = parse_document(*text, file.string());
    if (!document)
        return errors{document.error()};

    reading in{file.string(), std::filesystem::absolute(file).parent_path(), credentials, which, {}, {}, {}};
    settings out;
    read_all(table_reader{in, &*document, {}, {}}, out);
    if (in.errors.empty() && !out.email && !out.enetviet)
        in.errors.push_back(
            {file.string(), 0, 0, {}, {}, "no channel is enabled", "a table [email] or [enetviet]"}
        );
    out.file = std::filesystem::absolute(file);
    out.lines = std::move(in.lines);
    if (in.errors.empty())
        return out;
    std::stable_sort(in.errors.begin(), in.errors.end(), [](const auto& a, const auto& b) {
        return std::tie(a.line, a.column) < std::tie(b.line, b.column);
    });
    return std::move(in.errors);
}

std::vector<setting> list_settings(const settings& what)
{
    reading in;
    auto copy = what;
    read_all(table_reader{in, nullptr, {}, {}}, copy);
    return std::move(in.declared);
}

}  // namespace loa
