import assert from "node:assert/strict";
import { test } from "node:test";

import { outside, sit } from "./browser.mjs";
import { content, personOf } from "./desk.mjs";

const body = (one) => one.page.getByRole("textbox", { name: "Nội dung" });
const title = (one) => one.page.getByLabel("Tiêu đề", { exact: true });
const savedSign = (one) => one.page.getByText(/Đã lưu lúc/);

async function begin(how) {
  const one = await sit({ allow: ["401"], ...how });
  await one.signIn("editor", "/drafts");
  await one.page.getByRole("button", { name: "Soạn bản tin mới" }).click();
  await title(one).waitFor();
  return one;
}

/** A draft that is there, opened. */
async function open(more = {}, how = {}) {
  const editor = await personOf("editor");
  const draft = await editor("POST", "/api/drafts", {
    content: content("Lịch tập huấn một cửa", more),
  });
  const one = await sit({ allow: ["401"], ...how });
  await one.signIn("editor", `/drafts/${draft.id}`);
  await title(one).waitFor();
  return { one, editor, draft, path: `/api/drafts/${draft.id}` };
}

test("an editor sees how long the title is on eNetViet, and what it is cut to", async () => {
  const one = await begin();
  await title(one).fill("Sở ban hành kế hoạch");
  await one.page.getByText("eNetViet: 20/150 ký tự").waitFor();
  await one.page
    .getByRole("combobox", { name: "Nội dung cải cách hành chính" })
    .press("Enter");
  await one.page.getByText("1. Cải cách thể chế").last().click();
  await one.page
    .getByText("eNetViet: 27/150 ký tự, tính cả “[CCHC]” đứng trước")
    .waitFor();
  await title(one).fill("Một tiêu đề rất dài ".repeat(10));
  const cut = `[CCHC] ${"Một tiêu đề rất dài ".repeat(10)}`
    .slice(0, 149)
    .replace(/ [^ ]*$/, "");
  await one.page.getByText(`${cut}…`, { exact: true }).waitFor();
  await one.end();
});

test("what is written saves itself, and is there when the page is opened again", async () => {
  const one = await begin();
  await title(one).fill("Lịch tiếp công dân tháng 12");
  await body(one).click();
  await one.page.keyboard.type("Thứ Ba hằng tuần.");
  await savedSign(one).waitFor();
  await one.page.reload();
  await title(one).waitFor();
  assert.equal(await title(one).inputValue(), "Lịch tiếp công dân tháng 12");
  await body(one).getByText("Thứ Ba hằng tuần.").waitFor();
  await one.end();
});

test("when the draft was saved elsewhere it is said, and nothing that was typed is lost", async () => {
  const { one, editor, draft, path } = await open(
    {},
    { allow: ["401", "412"] },
  );
  await editor(
    "PUT",
    path,
    { content: content("Tiêu đề của cửa sổ kia") },
    draft.revision,
  );
  await title(one).fill("Tiêu đề của cửa sổ này");
  const alert = one.page
    .getByRole("alert")
    .filter({ hasText: "được lưu ở một cửa sổ khác" });
  await alert.getByText("Tiêu đề của cửa sổ kia").waitFor();
  await alert.getByRole("button", { name: "Dùng bản đã lưu" }).click();
  assert.equal(await title(one).inputValue(), "Tiêu đề của cửa sổ kia");
  await one.page.getByRole("button", { name: "Lấy lại phần đã gõ" }).click();
  assert.equal(await title(one).inputValue(), "Tiêu đề của cửa sổ này");
  await savedSign(one).waitFor();
  assert.equal((await editor("GET", path)).title, "Tiêu đề của cửa sổ này");
  await one.end();
});

test("what could not be saved because the gateway was away is saved when it is back", async () => {
  const { one, editor, path } = await open(
    {},
    { allow: ["401", "ERR_", "Failed to load"] },
  );
  await outside("/gateway/stop");
  await title(one).fill("Gõ trong lúc mất kết nối");
  await one.page.getByText("Chưa lưu được").waitFor();
  await outside("/gateway/start");
  await savedSign(one).waitFor();
  assert.equal((await editor("GET", path)).title, "Gõ trong lúc mất kết nối");
  await one.end();
});

test("what is pasted from Word becomes what is sent: emphasis, real lists and tables, no fonts", async () => {
  const { one, editor, path } = await open({ body_html: "" });
  await body(one).click();
  await one.page.evaluate((html) => {
    const clipboard = new DataTransfer();
    clipboard.setData("text/html", html);
    document.activeElement.dispatchEvent(
      new ClipboardEvent("paste", {
        clipboardData: clipboard,
        bubbles: true,
        cancelable: true,
      }),
    );
  }, fromWord);
  await body(one).getByText("Thông báo").waitFor();
  await savedSign(one).waitFor();
  const { body_html: html } = (await editor("GET", path)).content;
  assert.equal(
    html,
    "<p>Thông báo <strong>khẩn</strong> của <em>Sở</em></p>" +
      "<ul><li><p>Một</p><ul><li><p>Một rưỡi</p></li></ul></li><li><p>Hai</p></li></ul>" +
      '<table><tbody><tr><td colspan="1" rowspan="1"><p>Ô</p></td></tr></tbody></table>',
  );
  await one.end();
});

const fromWord = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {font-family:"Times New Roman"} --></style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings>rác</o:OfficeDocumentSettings></xml><![endif]--></head><body><!--StartFragment-->
<p class=MsoNormal style='margin:0cm'><span style='font-family:"Times New Roman";color:red'>Thông báo <b>khẩn</b> của <span style='font-style:italic'>Sở</span></span><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Một</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o</span><![endif]>Một rưỡi</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>Hai</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTable style='border-collapse:collapse'><tr><td style='width:100pt'><p class=MsoNormal>Ô</p></td></tr></table><!--EndFragment--></body></html>`;

test("a link that may not go out is refused where it is made, and pointed out where it is pasted", async () => {
  const { one } = await open({
    body_html: '<p>Xem <a href="https://evil.example/x">ở đây</a></p>',
  });
  await one.page
    .getByText(
      "Liên kết “https://evil.example/x” nằm ngoài danh sách cho phép (hcm.edu.vn).",
    )
    .waitFor();
  await body(one).click();
  await one.page.keyboard.press("Control+End");
  await one.page.getByRole("button", { name: "Liên kết" }).click();
  const dialog = one.page.getByRole("dialog", { name: "Liên kết" });
  await dialog.getByLabel("Địa chỉ").fill("facebook.com/so");
  await dialog.getByText(/nằm ngoài danh sách cho phép/).waitFor();
  await dialog.getByLabel("Địa chỉ").fill("hcm.edu.vn/ke-hoach");
  await dialog.getByLabel("Chữ hiển thị").fill("kế hoạch");
  await dialog.getByRole("button", { name: "Đặt liên kết" }).click();
  await body(one).getByRole("link", { name: "kế hoạch" }).waitFor();
  await one.end();
});

test("a request for an OTP, and an image without a description, are pointed out at the field", async () => {
  const { one } = await open({
    summary: "Phụ huynh gửi mã OTP cho giáo viên.",
    body_html: '<p>Hình</p><img src="https://hcm.edu.vn/a.png">',
  });
  await one.page.getByText(/Có nhắc đến “OTP”/).waitFor();
  await one.page.getByText(/Có hình chưa có mô tả/).waitFor();
  await one.end();
});

test("the teachers of one cluster, without its nursery schools, are found, chosen and counted", async () => {
  const { one, editor, path } = await open({ audience: null });
  await one.page
    .getByText(/theo mặc định, bản tin chỉ đến cán bộ, nhân viên của Sở/)
    .waitFor();
  await one.page.getByText("Khoảng 8 người").waitFor();
  await one.page
    .getByLabel("Tìm đơn vị theo tên hoặc mã")
    .fill("cum chuyen mon so 2");
  await one.page
    .getByRole("button", { name: "Chọn: Cụm chuyên môn số 2" })
    .click();
  await one.page
    .getByRole("group", { name: "Vai trò ở Cụm chuyên môn số 2" })
    .getByLabel("Cán bộ, nhân viên")
    .uncheck();
  await one.page.getByText("Khoảng 80 người").waitFor();
  await one.page.getByLabel("Tìm đơn vị theo tên hoặc mã").fill("");
  await one.page
    .getByRole("button", { name: /^Thu gọn Sở Giáo dục/ })
    .waitFor();
  await one.page
    .getByRole("button", { name: "Mở Cụm chuyên môn số 2" })
    .click();
  await one.page
    .getByRole("button", { name: "Trừ: Trường Mầm non Hoa Sen" })
    .first()
    .click();
  await one.page.getByText("Khoảng 40 người").waitFor();
  await savedSign(one).waitFor();
  assert.deepEqual((await editor("GET", path)).content.audience, {
    include: [{ unit: "cum-02", roles: ["teacher"] }],
    exclude: [{ unit: "mn-hoa-sen" }],
  });
  await one.end();
});

test("the preview shows what each channel sends, and a test comes to one's own mailbox", async () => {
  const { one } = await open();
  const preview = one.page.getByRole("region", { name: "Xem trước" });
  await preview
    .frameLocator("iframe")
    .first()
    .getByText("Bộ phận một cửa nhận hồ sơ trực tuyến.")
    .waitFor();
  await preview.getByText("Email, chỉ có chữ").click();
  await preview.getByText(/Người nộp chỉ cần khai một lần/).waitFor();
  await one.page.getByRole("button", { name: "Gửi thử cho tôi" }).click();
  await one.page
    .getByRole("dialog", { name: "Gửi thử" })
    .getByText("Đã gửi")
    .waitFor();
  assert.equal(
    (await outside("/mail/count", { title: "[THỬ] Lịch tập huấn một cửa" }))
      .count,
    1,
  );
  await one.end();
});

test("what is missing is said when somebody wants to submit, with the way to the field", async () => {
  const one = await begin();
  await title(one).fill("Chỉ có tiêu đề");
  await one.page
    .getByRole("button", { name: "Trình duyệt", exact: true })
    .click();
  const alert = one.page
    .getByRole("alert")
    .filter({ hasText: "Chưa trình duyệt được" });
  await alert.getByRole("link", { name: /Nội dung: chưa có/ }).click();
  assert.ok(
    await body(one).evaluate((field) => field === document.activeElement),
  );
  assert.equal(await one.page.getByRole("dialog").count(), 0);
  await one.end();
});

test("a draft is thrown away after a question", async () => {
  const { one, draft } = await open({ title: "Bản nháp thừa" });
  await one.open("/drafts");
  await one.page
    .getByRole("button", { name: "Xóa bản nháp “Bản nháp thừa”" })
    .click();
  await one.page
    .getByRole("dialog")
    .getByRole("button", { name: "Xóa bản nháp" })
    .click();
  await one.page
    .getByRole("link", { name: "Bản nháp thừa" })
    .waitFor({ state: "detached" });
  await one.open(`/drafts/${draft.id}`);
  await one.end().catch((why) => assert.match(String(why), /404/));
});

test("an editor writes and submits by the keyboard alone", async () => {
  const one = await sit({ allow: ["401"] });
  await one.signIn("editor", "/drafts");
  const { keyboard } = one.page;
  /** Goes on until the one that is called so has the focus. */
  const tabTo = async (name) => {
    for (let i = 0; i < 120; ++i) {
      await keyboard.press("Tab");
      const called = await one.page.evaluate(() => {
        const at = document.activeElement;
        return (
          at.getAttribute("aria-label") ??
          at.labels?.[0]?.textContent ??
          at.textContent.trim()
        );
      });
      if (called.startsWith(name)) return;
    }
    assert.fail(`the keyboard does not reach ${name}`);
  };
  await one.page.getByRole("heading", { level: 1 }).focus();
  await tabTo("Soạn bản tin mới");
  await keyboard.press("Enter");
  await title(one).waitFor();
  await tabTo("Tiêu đề");
  await keyboard.type("Viết bằng bàn phím");
  await tabTo("Nội dung");
  await keyboard.type("Một dòng là đủ.");
  await tabTo("Chọn: Cụm chuyên môn số 2");
  await keyboard.press("Enter");
  await tabTo("Phòng, đơn vị chịu trách nhiệm");
  await keyboard.type("Văn phòng Sở");
  await savedSign(one).waitFor();
  await one.page.getByRole("heading", { level: 1 }).focus();
  await tabTo("Trình duyệt");
  await keyboard.press("Enter");
  await one.page.locator('[role="dialog"]:focus-within').waitFor();
  await one.page
    .getByRole("button", { name: "Trình duyệt để gửi cho khoảng 80 người" })
    .waitFor();
  await tabTo("Trình duyệt để gửi");
  await keyboard.press("Enter");
  await one.page
    .getByRole("button", { name: "Lấy lại", exact: true })
    .waitFor();
  await one.end();
});

for (const [name, how] of [
  ["light", {}],
  ["dark", { dark: true }],
  ["on a phone", { width: 390, height: 844 }],
])
  test(`the pages of an editor can be used by everybody: ${name}`, async () => {
    const { one } = await open({}, how);
    const preview = one.page.getByRole("region", { name: "Xem trước" });
    await preview
      .frameLocator("iframe")
      .first()
      .getByText("Bộ phận một cửa nhận hồ sơ trực tuyến.")
      .waitFor();
    await one.page
      .getByRole("button", { name: /Chọn: Cụm chuyên môn số 2/ })
      .waitFor();
    await one.checkAccess();
    assert.ok(
      await one.page.evaluate(
        () => document.documentElement.scrollWidth <= innerWidth,
      ),
      "scrolls sideways",
    );
    await one.open("/drafts");
    await one.page
      .getByRole("link", { name: "Lịch tập huấn một cửa" })
      .first()
      .waitFor();
    await one.checkAccess();
    assert.ok(
      await one.page.evaluate(
        () => document.documentElement.scrollWidth <= innerWidth,
      ),
      "scrolls sideways",
    );
    await one.end();
  });
