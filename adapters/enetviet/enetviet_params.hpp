#pragma once
/// \file
/// The eNetViet partner's contract as far as it is an assumption (docs/enetviet.md): all of it adjustable
/// without a rebuild.

#include "gateway/core/outcome.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

enum class enetviet_addressing : std::uint8_t { accounts, audience };

/// What one of the partner's codes means.
struct enetviet_rule {
    std::string code;              ///< as the partner writes it, a number or a word: "409"
    std::string message_contains;  ///< part of the message that goes with it; empty: whatever it says
    outcome_class what = outcome_class::unknown;

    friend bool operator==(const enetviet_rule&, const enetviet_rule&) = default;
};
/// The first rule that fits wins; a code that none fits is unknown.
using enetviet_rules = std::vector<enetviet_rule>;

/// Our names of the JSON fields: the keys that enetviet_params::field_names may have.
inline constexpr std::array<std::string_view, 25> enetviet_fields{
    "ma_yeu_cau",
    "ma_so",
    "ma_dot",
    "cap_don_vi",
    "ma_don_vi",
    "loai_nguoi_dung",
    "danh_muc_tin_tuc_id",
    "tieu_de",
    "tom_tat",
    "noi_dung",
    "anh_dai_dien",
    "url_chi_tiet",
    "file_dinh_kem",
    "muc_do",
    "nguoi_nhan",
    "tai_khoan",
    "ten",
    "url",
    "dung_luong",
    "data",
    "ma",
    "trang_thai",
    "id",
    "message",
    "mes",
};

struct enetviet_params {
    std::string base_url = "https://api.enetviet.com";  ///< scheme, host, port, path prefix
    std::string ca_file;                                ///< PEM; empty: the system's
    /// Holds the token. Read again when the partner refuses it (401, 403).
    std::filesystem::path token_file;
    std::string token_header = "Authorization";
    std::string token_value = "{token}";  ///< template

    enetviet_addressing addressing = enetviet_addressing::accounts;
    std::string post_audience_path = "/ThongBao/GuiThongBao";
    std::string post_accounts_path = "/ThongBao/GuiThongBaoTaiKhoan";
    std::string look_up_path = "/ThongBao/TraCuu";

    std::string sender_unit = "sgddt-hcm";          ///< ma_so
    std::map<std::string, std::string> categories;  ///< bulletin category -> danh_muc_tin_tuc_id
    std::string default_category = "1";
    std::vector<std::string> allowed_hosts{"hcm.edu.vn"};

    std::size_t title_limit = 150;    ///< graphemes
    std::size_t summary_limit = 300;  ///< graphemes
    std::size_t body_limit = 20'000;  ///< bytes of HTML

    std::size_t accounts_per_request = 500;
    std::size_t connections = 8;
    std::size_t answer_limit = 1 << 20;  ///< bytes of one answer's body
    std::chrono::seconds connect_limit{10};

    /// Put before the title of a bulletin that belongs to one of the six content areas of the reform plan;
    /// empty: nothing.
    std::string area_mark = "[CCHC]";
    std::string urgent_mark = "khan", normal_mark = "thuong", bulk_mark = "thap";  ///< muc_do
    /// Kind of unit in the directory -> cap_don_vi, role -> loai_nguoi_dung; what is not listed goes out
    /// under our own name.
    std::map<std::string, std::string> unit_levels{
        {"department", "so"}, {"cluster", "cum"}, {"ward", "phuong"}, {"school", "truong"}, {"class", "lop"}};
    std::map<std::string, std::string> user_types{
        {"staff", "can_bo"}, {"teacher", "giao_vien"}, {"parent", "phu_huynh"}};

    std::map<std::string, std::string>
        field_names;  ///< one of enetviet_fields -> the partner's name, where it differs
    std::vector<std::string> code_fields{
        "status", "error"};  ///< where an answer's own code is; the first that is there counts
    std::vector<std::string> found_states{
        "da_tiep_nhan", "da_gui", "200"};    ///< trang_thai of a post that arrived
    std::string error_page = "/page-error";  ///< a redirection there is a session that ended

    /// \name Receipts, which the partner sends to /hooks/enetviet
    ///@{
    std::string receipt_app_id = "loa";
    std::string receipt_secret;  ///< never logged; empty: none are taken
    std::string receipt_signature_header = "X-Signature";
    std::string receipt_timestamp_header = "X-Timestamp";
    std::chrono::seconds receipt_window{300};  ///< a message signed longer ago is refused
    std::vector<std::string> receipt_delivered{"da_nhan"}, receipt_read{"da_xem"},
        receipt_failed{"that_bai"};  ///< trang_thai of a receipt
    ///@}

    /// The answer's own code when posting.
    enetviet_rules post_codes{
        {"200", "", outcome_class::accepted},
        {"409", "", outcome_class::duplicate},
        {"404", "", outcome_class::rejected},
        {"422", "", outcome_class::content_rejected},
        {"413", "", outcome_class::content_rejected},
        {"429", "", outcome_class::throttled},
        {"401", "", outcome_class::unauthorized},
        {"403", "", outcome_class::unauthorized},
        {"500", "không tồn tại", outcome_class::rejected},
        {"500", "", outcome_class::transient},
        {"503", "", outcome_class::transient},
    };
    /// The result of each account. Never content_rejected: one account's result must not stop all the
    /// others'.
    enetviet_rules account_codes{
        {"200", "", outcome_class::accepted},
        {"409", "", outcome_class::duplicate},
        {"404", "", outcome_class::rejected},
        {"422", "", outcome_class::rejected},
        {"429", "", outcome_class::throttled},
        {"500", "không tồn tại", outcome_class::rejected},
        {"500", "", outcome_class::transient},
        {"503", "", outcome_class::transient},
    };
    /// The answer's own code when looking up: only `accepted` matters.
    enetviet_rules look_up_codes{{"200", "", outcome_class::accepted}};
    /// The HTTP status, where the answer has no code of its own that we know. 502 and 504 after the whole
    /// request went out may stand for a post that was carried out.
    enetviet_rules http_codes{
        {"301", "", outcome_class::unavailable},
        {"307", "", outcome_class::unavailable},
        {"308", "", outcome_class::unavailable},
        {"400", "", outcome_class::content_rejected},
        {"401", "", outcome_class::unauthorized},
        {"403", "", outcome_class::unauthorized},
        {"404", "", outcome_class::unavailable},
        {"405", "", outcome_class::unavailable},
        {"408", "", outcome_class::transient},
        {"409", "", outcome_class::duplicate},
        {"410", "", outcome_class::unavailable},
        {"413", "", outcome_class::content_rejected},
        {"422", "", outcome_class::content_rejected},
        {"429", "", outcome_class::throttled},
        {"503", "", outcome_class::transient},
    };
};

}  // namespace loa
