"""Names of which the sample directory is made up: nobody in it exists."""
import unicodedata

FAMILY = (
    "Nguyễn " * 38 + "Trần " * 11 + "Lê " * 10 + "Phạm " * 7 + "Huỳnh " * 5 + "Phan " * 5 + "Vũ " * 4 + "Võ " * 4 + "Đặng " * 2
    + "Bùi " * 2 + "Đỗ " * 2 + "Hồ " * 2 + "Ngô " * 2 + "Dương " * 2 + "Lý Đinh Trương Lâm Mai Đoàn Tô Cao Châu Tạ Quách Thái"
).split()  # fmt: skip
MIDDLE_WOMEN = "Thị Thị Thị Ngọc Thanh Kim Bích Mỹ Minh Thu Hồng Diệu Phương Tuyết Quỳnh Bảo Khánh Hoài".split()
MIDDLE_MEN = "Văn Văn Văn Hữu Đức Minh Quốc Công Thanh Hoàng Anh Gia Đình Xuân Trọng Quang Tấn Bá".split()
GIVEN_WOMEN = (
    "An Anh Ánh Bình Chi Châu Dung Duyên Đào Giang Hà Hạnh Hằng Hiền Hoa Hòa Hồng Huệ Hương Khanh Kiều Lan Lệ Liên Linh Loan Ly Mai "
    "My Nga Ngân Nghi Ngọc Nguyệt Nhi Nhung Oanh Phượng Phương Quyên Quỳnh Tâm Thảo Thanh Thoa Thu Thủy Thúy Tiên Trang Trâm Trinh "
    "Trúc Tú Tuyền Tuyết Uyên Vân Vy Xuân Yến Ý"
).split()
GIVEN_MEN = (
    "An Ân Bảo Bình Cường Chiến Công Danh Dũng Duy Đạt Đăng Đông Đức Giang Hải Hậu Hiếu Hiệp Hòa Hoàng Hùng Huy Hưng Kha Khang Khánh "
    "Khoa Khôi Kiên Lâm Long Lộc Luân Mạnh Minh Nam Nghĩa Nhân Nhật Phát Phong Phú Phúc Phước Quân Quang Quốc Quý Sang Sơn Tài Tâm Tân "
    "Thành Thái Thắng Thịnh Thuận Tiến Toàn Trí Trung Trường Tuấn Tùng Việt Vinh Vũ"
).split()

SCHOOLS = (
    "Bình Minh,Hoa Sen,Hoa Mai,Hướng Dương,Sơn Ca,Họa Mi,Măng Non,Tuổi Thơ,Ánh Dương,Hoàng Yến,Sao Mai,Vành Khuyên,Bông Sen,Rạng Đông,"
    "Nguyễn Bỉnh Khiêm,Nguyễn Du,Nguyễn Trãi,Nguyễn Huệ,Nguyễn Thái Bình,Nguyễn Văn Trỗi,Nguyễn Thị Minh Khai,Nguyễn Hiền,"
    "Nguyễn Khuyến,Nguyễn Đình Chiểu,Nguyễn Hữu Cảnh,Nguyễn Công Trứ,Trần Hưng Đạo,Trần Quốc Toản,Trần Phú,Trần Văn Ơn,Trần Đại Nghĩa,"
    "Trần Bình Trọng,Trần Nhân Tông,Lê Lợi,Lê Quý Đôn,Lê Hồng Phong,Lê Văn Tám,Lê Thánh Tôn,Lê Ngọc Hân,Lê Lai,Phan Đình Phùng,"
    "Phan Bội Châu,Phan Chu Trinh,Phan Văn Trị,Hai Bà Trưng,Bà Triệu,Võ Thị Sáu,Võ Văn Tần,Võ Trường Toản,Kim Đồng,Lý Tự Trọng,"
    "Lý Thường Kiệt,Lý Thái Tổ,Ngô Quyền,Ngô Gia Tự,Đinh Tiên Hoàng,Đinh Bộ Lĩnh,Quang Trung,Hùng Vương,Lạc Long Quân,Âu Cơ,"
    "Hoàng Hoa Thám,Hoàng Văn Thụ,Huỳnh Thúc Kháng,Huỳnh Văn Bánh,Hồ Xuân Hương,Hồ Thị Kỷ,Bạch Đằng,Chi Lăng,Đống Đa,Hòa Bình,"
    "Đoàn Thị Điểm,Đoàn Kết,Thống Nhất,Tân Tạo,Trương Định,Trương Vĩnh Ký,Bùi Thị Xuân,Bùi Hữu Nghĩa,Mạc Đĩnh Chi,Lương Thế Vinh,"
    "Lương Định Của,Tô Hiến Thành,Tô Vĩnh Diện,Phạm Ngũ Lão,Phạm Hồng Thái,Chu Văn An,Cao Bá Quát,Ông Ích Khiêm,Tạ Quang Bửu"
).split(",")

# Wards (phường), communes (xã) and the special zone (đặc khu) as they stand since July 2025.
WARDS = (
    "Sài Gòn,Tân Định,Bến Thành,Cầu Ông Lãnh,Bàn Cờ,Xuân Hòa,Nhiêu Lộc,Xóm Chiếu,Khánh Hội,Vĩnh Hội,Chợ Quán,An Đông,Chợ Lớn,Bình Tây,"
    "Bình Tiên,Bình Phú,Phú Lâm,Tân Thuận,Phú Thuận,Tân Mỹ,Tân Hưng,Chánh Hưng,Phú Định,Bình Đông,Diên Hồng,Vườn Lài,Hòa Hưng,Minh Phụng,"
    "Bình Thới,Hòa Bình,Phú Thọ,Đông Hưng Thuận,Trung Mỹ Tây,Tân Thới Hiệp,Thới An,An Phú Đông,An Lạc,Bình Tân,Tân Tạo,Bình Trị Đông,"
    "Bình Hưng Hòa,Gia Định,Bình Thạnh,Bình Lợi Trung,Thạnh Mỹ Tây,Bình Quới,Hạnh Thông,An Nhơn,Gò Vấp,An Hội Đông,Thông Tây Hội,"
    "An Hội Tây,Đức Nhuận,Cầu Kiệu,Phú Nhuận,Tân Sơn Hòa,Tân Sơn Nhất,Tân Hòa,Bảy Hiền,Tân Bình,Tân Sơn,Tây Thạnh,Tân Sơn Nhì,"
    "Phú Thọ Hòa,Tân Phú,Phú Thạnh,Hiệp Bình,Thủ Đức,Tam Bình,Linh Xuân,Tăng Nhơn Phú,Long Bình,Long Phước,Long Trường,Cát Lái,"
    "Bình Trưng,Phước Long,An Khánh,Đông Hòa,Dĩ An,Tân Đông Hiệp,An Phú,Bình Hòa,Lái Thiêu,Thuận An,Thuận Giao,Thủ Dầu Một,Phú Lợi,"
    "Chánh Hiệp,Bình Dương,Hòa Lợi,Phú An,Tây Nam,Long Nguyên,Bến Cát,Thới Hòa,Chánh Phú Hòa,Vĩnh Tân,Bình Cơ,Tân Uyên,Tân Hiệp,Tân Khánh,"
    "Vũng Tàu,Tam Thắng,Rạch Dừa,Phước Thắng,Bà Rịa,Long Hương,Tam Long,Phú Mỹ,Tân Thành,Tân Phước,Tân Hải"
).split(",")
COMMUNES = (
    "Vĩnh Lộc,Tân Vĩnh Lộc,Bình Lợi,Tân Nhựt,Bình Chánh,Hưng Long,Bình Hưng,Bình Khánh,An Thới Đông,Cần Giờ,Củ Chi,Tân An Hội,Thái Mỹ,"
    "An Nhơn Tây,Nhuận Đức,Phú Hòa Đông,Bình Mỹ,Đông Thạnh,Hóc Môn,Xuân Thới Sơn,Bà Điểm,Nhà Bè,Hiệp Phước,Thường Tân,Bắc Tân Uyên,"
    "Phú Giáo,Phước Hòa,Phước Thành,An Long,Trừ Văn Thố,Bàu Bàng,Long Hòa,Thanh An,Dầu Tiếng,Minh Thạnh,Châu Pha,Long Hải,Long Điền,"
    "Phước Hải,Đất Đỏ,Nghĩa Thành,Ngãi Giao,Kim Long,Châu Đức,Bình Giã,Xuân Sơn,Hồ Tràm,Xuyên Mộc,Hòa Hội,Bàu Lâm,Hòa Hiệp,Bình Châu,"
    "Thạnh An,Long Sơn"
).split(",")
SPECIAL_ZONES = ["Côn Đảo"]


def ascii_of(text):
    """ "Nguyễn Đức" -> "nguyen-duc"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c)).replace(" ", "-")


def wards():
    """(reference, name) of all 168. Two communes differ only in a tone mark: the second gets a number."""
    kinds = (("phuong", "Phường", WARDS), ("xa", "Xã", COMMUNES), ("dac-khu", "Đặc khu", SPECIAL_ZONES))
    found = {}
    for short, kind, names in kinds:
        for name in names:
            reference = f"{short}-{ascii_of(name)}"
            found[reference + "-2" if reference in found else reference] = f"{kind} {name}"
    return list(found.items())
