#include "gateway/api/file_sink.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/with_deadline.hpp"

#include <cerrno>
#include <utility>

namespace loa {

file_sink::file_sink(handler_pool& on, std::shared_ptr<incoming_file> to)
    : on_{on}, state_{std::make_shared<state>()}
{
    state_->file = std::move(to);
}

task<bool> file_sink::take(std::string some)
{
    const auto piece = std::make_shared<const std::string>(std::move(some));
    timer pause{co_await boost::asio::this_coro::executor};
    for (;;) {
        handler_pool::work work = [to = state_, piece](thread_desk&) { to->error = to->file->write(*piece); };
        const bool is_done = co_await on_.run(std::move(work));
        if (is_done)
            break;
        pause.expires_after(std::chrono::milliseconds{100});  // all threads are busy: the sender waits
        co_await pause.async_wait(use_task);
    }
    co_return !state_->error;
}

const std::shared_ptr<incoming_file>& uploaded(api_call& call)
{
    const auto& sink = dynamic_cast<const file_sink&>(*call.request.sink);
    if (sink.error())
        refuse_upload(call, sink.error());
    return sink.file();
}

void refuse_upload(api_call& call, const std::error_code& why)
{
    call.with.log.error(
        "an upload cannot be written", {{"request", call.request.id}, {"reason", why.message()}}
    );
    const bool is_full =
        why == std::errc::no_space_on_device || why == std::errc::file_too_large || why.value() == EDQUOT;
    api_problem out{is_full ? 507U : 503U, is_full ? "disk_full" : "store_unavailable"};
    out.headers.emplace_back("Retry-After", is_full ? "600" : "5");
    throw out;
}

}  // namespace loa
