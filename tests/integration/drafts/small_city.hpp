#pragma once
/// \file
/// A department with two clusters, two wards and three schools, imported as an administrator would.

#include "gateway/core/directory_desk.hpp"
#include "gateway/ledger/directory_import.hpp"
#include "gateway/ledger/sqlite_desk.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/io_context.hpp>

#include <fstream>
#include <memory>
#include <string>

namespace loa::testing {

inline constexpr auto small_units =
    "ref,name,kind,levels,parents\n"
    "so,Sở Giáo dục và Đào tạo,department,,\n"
    "cum-1,Cụm chuyên môn số 1,cluster,,so\n"
    "cum-2,Cụm chuyên môn số 2,cluster,,so\n"
    "phuong-1,Phường Tân Định,ward,,so\n"
    "phuong-2,Phường Đa Kao,ward,,so\n"
    "truong-a,Trường Tiểu học Đuốc Sống,school,th,cum-1;phuong-1\n"
    "truong-b,Trường TH - THCS Nguyễn Bỉnh Khiêm,school,th;thcs,cum-2;phuong-1\n"
    "truong-c,Trường THPT Trưng Vương,school,thpt,cum-2;phuong-2\n"
    "lop-a1,Lớp 1/1,class,,truong-a\n"
    "lop-b1,Lớp 6/1,class,,truong-b\n";

inline constexpr auto small_people =
    "ref,name,role,unit,account,email\n"
    "sp,Phúc,staff,so,0900000001,phuc@hcm.edu.vn\n"
    "ta,An,teacher,truong-a,0900000002,an@hcm.edu.vn\n"
    "tb,Công Tằng Tôn Nữ Bảo Bình,teacher,truong-b,0900000003,binh@hcm.edu.vn\n"
    "tc,Chi,teacher,truong-c,,chi@hcm.edu.vn\n"
    "pa,Dũng,parent,lop-a1,0900000005,\n"
    "pa,Dũng,parent,lop-b1,0900000005,\n"                // two children
    "pb,Giang,parent,lop-b1,0900000002,an@hcm.edu.vn\n"  // shares the teacher's account and mailbox
    "tb,Công Tằng Tôn Nữ Bảo Bình,parent,lop-a1,0900000003,binh@hcm.edu.vn\n";

class small_city {
public:
    small_city()
    {
        ledger = make_sqlite_ledger(loop, params(), log);
        import_as_file("units.csv", small_units, import_units);
        import_as_file("people.csv", small_people, import_people);
        desk = open_desk(params());
    }

    sqlite_params params() const
    {
        sqlite_params out;
        out.folder = folder / "state";
        return out;
    }

    import_report import_as_file(
        const std::string& name,
        const std::string& text,
        import_report (*how)(const sqlite_params&, const import_request&)
    )
    {
        import_request what;
        what.file = folder / name;
        std::ofstream{what.file} << text;
        return how(params(), what);
    }

    boost::asio::io_context loop;
    recorded_log log;
    temp_folder folder;
    std::unique_ptr<loa::ledger> ledger;
    std::unique_ptr<loa::desk> desk;
};

}  // namespace loa::testing
