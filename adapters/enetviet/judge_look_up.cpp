#include "adapters/enetviet/wire.hpp"

#include "adapters/enetviet/json_text.hpp"
#include "adapters/enetviet/partner_answer.hpp"

#include <algorithm>
#include <unordered_map>

namespace loa {

look_up_verdict judge_look_up(
    const enetviet_params& params, const http_exchange& exchange, std::span<const destination> of
)
{
    look_up_verdict out;
    out.presences.assign(of.size(), presence::cannot_tell);
    const auto status = exchange.answer.status;
    out.token_refused = status == 401 || status == 403 || leads_to_error_page(params, exchange.answer);
    if (exchange.progress != http_progress::answered || status != 200)
        return out;

    answer_document document;
    const auto said = document.open(params, exchange.answer.body);
    const auto* rule = said ? matching(params.look_up_codes, said->code, said->message) : nullptr;
    if (rule != nullptr && rule->what == outcome_class::unauthorized)
        out.token_refused = true;
    if (rule == nullptr || rule->what != outcome_class::accepted || said->data == nullptr)
        return out;

    std::unordered_map<std::string_view, presence> listed;
    for (const auto& each : *said->data) {
        const auto* post = each.if_object();
        const auto key =
            post == nullptr ? std::string_view{} : json_text_at(*post, enetviet_field(params, "ma_yeu_cau"));
        if (key.empty())
            return out;  // an entry that cannot be read may be any of ours: none is proven absent
        const auto state = answer_code(*post, enetviet_field(params, "trang_thai"));
        const bool found = std::find(params.found_states.begin(), params.found_states.end(), state) !=
                           params.found_states.end();
        // Listed twice, arrived once: arrived.
        auto& known = listed.emplace(key, presence::cannot_tell).first->second;
        if (found)
            known = presence::present;
    }
    for (std::size_t i = 0; i != of.size(); ++i) {
        const auto at = listed.find(of[i].key.view());
        out.presences[i] = at == listed.end() ? presence::absent : at->second;
    }
    return out;
}

}  // namespace loa
