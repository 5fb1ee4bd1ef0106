#include "gateway/cli/command.hpp"
#include "gateway/core/bulletin.hpp"
#include "queue/redis_publisher.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/array.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace json = boost::json;

namespace loa::cli {
namespace {

std::string read_text(const std::string& file)
{
    if (file == "-")
        return {std::istreambuf_iterator<char>{std::cin}, {}};
    if (std::filesystem::is_directory(file))
        throw failure{file + " is a folder; expected a file with a bulletin"};
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.good() && !in.eof())
        throw failure{"cannot read " + file};
    return text;
}

/// Checks them all before the first is written: half a set is worse than none.
std::vector<std::string> read_bulletins(const std::vector<std::string>& files, const bulletin_limits& limits)
{
    std::vector<std::string> out;
    std::string wrong;
    for (const auto& file : files) {
        out.push_back(read_text(file));
        const auto read = parse_bulletin(out.back(), limits);
        if (read)
            continue;
        for (const auto& each : read.error())
            wrong += '\n' + file + ": " + (each.field.empty() ? "" : each.field + ' ') + each.text;
    }
    if (!wrong.empty())
        throw failure{"nothing was published:" + wrong};
    return out;
}

/// Appends them one after the other; what was appended before a failure is in `ids`.
task<> append(redis_publisher& to, const std::vector<std::string>& texts, std::vector<std::string>& ids, std::string& trouble)
{
    for (auto text : texts) {
        const auto id = co_await to.publish(std::move(text));
        if (!id) {
            trouble = id.error().text;
            co_return;
        }
        ids.push_back(*id);
    }
}

void publish(context& with, const std::vector<std::string>& files)
{
    const auto how = with.load(secret_files::of_redis);
    const auto texts = read_bulletins(files, how.bulletins);

    boost::asio::io_context loop{1};
    redis_publisher to{loop, how.redis};
    std::vector<std::string> ids;
    std::string trouble;
    boost::asio::co_spawn(loop, append(to, texts, ids, trouble), [](std::exception_ptr error) {
        if (error)
            std::rethrow_exception(error);
    });
    loop.run();

    if (with.json)
        with.print(json::array(ids.begin(), ids.end()));
    else
        for (const auto& id : ids)
            std::cout << id << '\n';
    if (!trouble.empty())
        throw failure{std::to_string(ids.size()) + " of " + std::to_string(texts.size()) + " bulletins published: " + trouble};
}

}  // namespace

void add_publish(CLI::App& to, context& with)
{
    auto files = std::make_shared<std::vector<std::string>>();
    auto& command = add_command(to, with, "publish", "Put bulletins into the queue, as the portal does", [&with, files] { publish(with, *files); });
    command.add_option("file", *files, "Bulletins as JSON (docs/bulletin.md); - is standard input")->required()->type_name("FILE");
    command.footer("Prints the id of each entry. Nothing is published if one of the files is not a bulletin.\n\nExample:\n  loa publish bulletin.json");
}

}  // namespace loa::cli
