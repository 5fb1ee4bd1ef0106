#include "gateway/logging/make_logger.hpp"

#include "gateway/logging/log_line.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <string>

namespace loa {
namespace {

spdlog::level::level_enum to_spdlog(log_level level) noexcept
{
    switch (level) {
        case log_level::debug: return spdlog::level::debug;
        case log_level::info: return spdlog::level::info;
        case log_level::warn: return spdlog::level::warn;
        case log_level::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

// Whether standard error leads to the journal (systemd.exec(5), $JOURNAL_STREAM: device and inode of the
// socket).
bool stderr_is_journal()
{
    const char* stream =
        std::getenv("JOURNAL_STREAM");  // NOLINT(concurrency-mt-unsafe): nobody sets variables
    struct stat here {};
    if (stream == nullptr || ::fstat(STDERR_FILENO, &here) != 0)
        return false;
    return std::to_string(here.st_dev) + ":" + std::to_string(here.st_ino) == stream;
}

std::string_view journal_mark(log_level level) noexcept
{
    switch (level) {
        case log_level::debug: return "<7>";
        case log_level::info: return "<6>";
        case log_level::warn: return "<4>";
        case log_level::error: return "<3>";
    }
    return "<6>";
}

class spdlog_logger final : public logger {
public:
    spdlog_logger(spdlog::sink_ptr sink, const log_params& params, bool journal)
        : lines_{"loa", std::move(sink)}, format_{params.format}, level_{params.level}, journal_{journal}
    {
        lines_.set_level(to_spdlog(level_));
        lines_.flush_on(spdlog::level::trace);  // a line is worth most when the program is about to die
        if (format_ == log_format::json)
            lines_.set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%e%z\",%v}");
        else
            lines_.set_pattern(journal_ ? "%v" : "%Y-%m-%d %H:%M:%S.%e %v");
    }

    bool wants(log_level level) const noexcept override { return level >= level_; }

    void write(log_level level, std::string_view message, std::span<const log_field> fields) noexcept override
    {
        if (!wants(level))
            return;
        try {
            auto text = format_ == log_format::json ? json_members(level, message, fields)
                                                    : human_text(level, message, fields);
            if (journal_ && format_ == log_format::human)
                text.insert(0, journal_mark(level));
            lines_.log(to_spdlog(level), text);
        } catch (...) {  // out of memory: the line is lost, the work is not
        }
    }

private:
    spdlog::logger lines_;
    log_format format_;
    log_level level_;
    bool journal_;
};

}  // namespace

result<std::unique_ptr<logger>> make_logger(const log_params& params)
{
    if (params.file.empty())
        return std::make_unique<spdlog_logger>(
            std::make_shared<spdlog::sinks::stderr_sink_mt>(), params, stderr_is_journal()
        );

    // spdlog would tell the reason in a sentence only, after several tries. Not readable by others: it names
    // broadcasts.
    const int file = ::open(params.file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
    if (file < 0)
        return boost::system::error_code{errno, boost::system::system_category()};
    ::close(file);
    try {
        return std::make_unique<spdlog_logger>(
            std::make_shared<spdlog::sinks::basic_file_sink_mt>(params.file.string()), params, false
        );
    } catch (const spdlog::spdlog_ex&) {
        return boost::system::error_code{EIO, boost::system::system_category()};
    }
}

}  // namespace loa
