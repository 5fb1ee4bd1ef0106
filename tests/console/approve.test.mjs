import assert from "node:assert/strict";
import { test } from "node:test";

import { outside, sit } from "./browser.mjs";
import { inMinutes, personOf, submitted } from "./desk.mjs";

const editor = await personOf("editor");
const approver = await personOf("approver");

async function at(role, path, how = {}) {
  const one = await sit({ allow: ["401"], ...how });
  await one.signIn(role, path);
  return one;
}

const button = (one, name) =>
  one.page.getByRole("button", { name, exact: true });
const dialog = (one) => one.page.getByRole("dialog");

test("an editor submits, an approver approves what he sees, and it reaches the teachers of the cluster", async () => {
  const draft = await editor("POST", "/api/drafts", {
    content: {
      title: "Lịch tập huấn cho giáo viên cụm 5",
      body_html: "<p>Tập huấn sáng thứ Bảy.</p>",
      category: "cchc",
      department: "Văn phòng Sở",
      audience: { include: [{ unit: "cum-05", roles: ["teacher"] }] },
    },
  });
  const writer = await at("editor", `/drafts/${draft.id}`);
  await button(writer, "Trình duyệt").click();
  await dialog(writer).getByText("Ngay khi được duyệt").waitFor();
  await dialog(writer)
    .getByRole("row", { name: /Trường THCS Nguyễn Du/ })
    .waitFor();
  await dialog(writer)
    .getByRole("button", { name: "Trình duyệt để gửi cho khoảng 120 người" })
    .click();
  await button(writer, "Lấy lại").waitFor();
  assert.equal(await button(writer, "Duyệt").count(), 0);
  await writer.end();

  const one = await at("approver", "/approvals");
  await one.page
    .getByRole("listitem")
    .filter({ hasText: "Lịch tập huấn cho giáo viên cụm 5" })
    .getByText("khoảng 120 người")
    .waitFor();
  await one.page
    .getByRole("link", { name: "Lịch tập huấn cho giáo viên cụm 5" })
    .click();
  await one.page
    .frameLocator("iframe")
    .first()
    .getByText("Tập huấn sáng thứ Bảy.")
    .waitFor();
  await button(one, "Duyệt").click();
  await dialog(one)
    .getByRole("button", { name: "Duyệt gửi cho khoảng 120 người" })
    .click();
  await one.page.getByText("Đã gửi xong").waitFor({ timeout: 30_000 });
  assert.equal(
    (
      await outside("/mail/count", {
        title: "Lịch tập huấn cho giáo viên cụm 5",
      })
    ).count,
    120,
  );
  await one.end();
});

test("what is given back comes to its editor with the comment; the next version shows what became different", async () => {
  const first = await submitted(editor, "Kế hoạch kiểm tra", {
    body_html: "<p>Nộp trước ngày 05 tháng 12.</p>",
  });
  const one = await at("approver", `/approvals/${first.broadcast}`);
  await button(one, "Trả lại").click();
  await dialog(one).getByRole("button", { name: "Trả lại bản tin" }).click();
  await dialog(one)
    .getByText(/Cần ghi ý kiến/)
    .waitFor();
  await dialog(one).getByLabel("Ý kiến").fill("Sai ngày nộp.");
  await dialog(one).getByRole("button", { name: "Trả lại bản tin" }).click();
  await one.page.getByText("Bản này không còn chờ duyệt.").waitFor();

  const writer = await at("editor", "/drafts");
  const line = writer.page
    .getByRole("listitem")
    .filter({ hasText: "Kế hoạch kiểm tra" });
  await line.getByText("Sai ngày nộp.").waitFor();
  await line.getByRole("link").click();
  await writer.page.getByText("Sai ngày nộp.").waitFor();
  const body = writer.page.getByRole("textbox", { name: "Nội dung" });
  await body.fill("Nộp trước ngày 15 tháng 12.");
  await button(writer, "Trình duyệt").click();
  await dialog(writer)
    .getByRole("button", { name: /Trình duyệt để gửi/ })
    .click();
  await button(writer, "Lấy lại").waitFor();
  const next = writer.page.url().split("/").at(-1);
  await writer.end();

  await one.open(`/approvals/${next}`);
  await one.page
    .getByRole("heading", { name: "Khác bản trước (bản 1)" })
    .waitFor();
  await one.page.getByRole("insertion").waitFor();
  assert.deepEqual(await one.page.getByRole("deletion").allInnerTexts(), [
    "05",
  ]);
  assert.deepEqual(await one.page.getByRole("insertion").allInnerTexts(), [
    "15",
  ]);
  await one.end();
});

test("what changes while somebody reads it says so, and has to be looked at before it is approved", async () => {
  const draft = await submitted(editor, "Đổi giờ gửi", {}, inMinutes(60));
  const one = await at("approver", `/approvals/${draft.broadcast}`);
  await button(one, "Duyệt").waitFor();
  await editor("POST", `/api/broadcasts/${draft.broadcast}/schedule`, {
    start_at: inMinutes(120),
  });
  await one.page
    .getByText(/Bản này vừa thay đổi sau khi trang được mở/)
    .waitFor();
  assert.ok(await button(one, "Duyệt").isDisabled());
  await button(one, "Xem bản mới").click();
  await button(one, "Duyệt").click();
  await dialog(one)
    .getByRole("button", { name: /Duyệt gửi cho khoảng/ })
    .click();
  await button(one, "Thu hồi").waitFor();
  await one.end();
});

test("even when the page could not know that it changed, nothing else than what was seen is approved", async () => {
  const draft = await submitted(
    editor,
    "Đổi giờ khi mất kết nối",
    {},
    inMinutes(60),
  );
  const one = await sit({ allow: ["401", "409", "ERR_FAILED"] });
  await one.page.route("**/api/events", (route) => route.abort());
  await one.signIn("approver", `/approvals/${draft.broadcast}`);
  await button(one, "Duyệt").click();
  await dialog(one).waitFor();
  await editor("POST", `/api/broadcasts/${draft.broadcast}/schedule`, {
    start_at: inMinutes(120),
  });
  await dialog(one)
    .getByRole("button", { name: /Duyệt gửi cho khoảng/ })
    .click();
  await one.page
    .getByText(/Bản này vừa thay đổi sau khi trang được mở/)
    .waitFor();
  assert.equal(
    (await approver("GET", `/api/broadcasts/${draft.broadcast}`)).state,
    "held",
  );
  await one.end();
});

test("what is approved can be recalled until it starts, and how long is shown", async () => {
  const draft = await submitted(editor, "Thu hồi được", {}, inMinutes(30));
  const { hash } = await approver("GET", `/api/broadcasts/${draft.broadcast}`);
  await approver("POST", `/api/broadcasts/${draft.broadcast}/approve`, {
    hash,
  });
  const one = await at("approver", "/approvals");
  await one.page.getByRole("link", { name: "Thu hồi được" }).click();
  await one.page
    .getByRole("timer")
    .getByText(/Còn (29|30) phút/)
    .waitFor();
  await button(one, "Thu hồi").click();
  await dialog(one).getByLabel("Ý kiến").fill("Chờ văn bản mới.");
  await dialog(one).getByRole("button", { name: "Thu hồi bản tin" }).click();
  await one.page.getByText("Bản này không còn chờ duyệt.").waitFor();
  assert.equal((await editor("GET", `/api/drafts/${draft.id}`)).state, "open");
  await one.end();
});

test("an editor sees what he submitted, and takes it back", async () => {
  const draft = await submitted(editor, "Lấy lại được");
  const one = await at("editor", "/approvals");
  await one.page.getByRole("link", { name: "Lấy lại được" }).click();
  await button(one, "Lấy lại").click();
  await dialog(one).getByLabel("Ý kiến").fill("Còn thiếu phụ lục.");
  await dialog(one).getByRole("button", { name: "Lấy lại bản tin" }).click();
  await one.page.getByText("Bản này không còn chờ duyệt.").waitFor();
  assert.equal(
    (await editor("GET", `/api/drafts/${draft.id}`)).comment,
    "Còn thiếu phụ lục.",
  );
  await one.end();
});

test("urgent ones come first, and what the portal publishes for parents waits, too", async () => {
  await submitted(editor, "Việc thường");
  await submitted(editor, "Việc khẩn", { urgency: "urgent" });
  const { id } = await outside("/publish", { sample: "02-procedure.json" });
  const one = await at("approver", "/approvals");
  const links = one.page
    .getByRole("main")
    .getByRole("listitem")
    .getByRole("link");
  await links.first().waitFor();
  const titles = await links.allInnerTexts();
  assert.ok(
    titles.indexOf("Việc khẩn") < titles.indexOf("Việc thường"),
    titles.join(),
  );
  await one.page.locator(`a[href="/approvals/${id}"]`).click();
  await one.page.getByText("Cổng thông tin").first().waitFor();
  await one.end();
});

for (const [name, how] of [
  ["light", {}],
  ["dark", { dark: true }],
  ["on a phone", { width: 390, height: 844 }],
])
  test(`the pages of an approver can be used by everybody: ${name}`, async () => {
    const draft = await submitted(editor, "Bản để xem");
    const one = await at("approver", "/approvals", how);
    await one.page
      .getByText(/khoảng 120 người/)
      .first()
      .waitFor();
    await one.checkAccess();
    assert.ok(
      await one.page.evaluate(
        () => document.documentElement.scrollWidth <= innerWidth,
      ),
      "scrolls sideways",
    );
    await one.open(`/approvals/${draft.broadcast}`);
    await one.page
      .frameLocator("iframe")
      .first()
      .getByText("Bộ phận một cửa nhận hồ sơ trực tuyến.")
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

test("an approver approves by the keyboard alone", async () => {
  const draft = await submitted(editor, "Chỉ bằng bàn phím", {}, inMinutes(45));
  const one = await at("approver", `/approvals/${draft.broadcast}`);
  await button(one, "Duyệt").waitFor();
  await one.page.getByRole("heading", { level: 1 }).focus();
  const focused = () =>
    one.page.evaluate(() => document.activeElement?.textContent ?? "");
  for (let i = 0; i < 10 && (await focused()) !== "Duyệt"; ++i)
    await one.page.keyboard.press("Tab");
  await one.page.keyboard.press("Enter");
  await one.page.locator('[role="dialog"]:focus-within').waitFor();
  for (let i = 0; i < 10 && !(await focused()).startsWith("Duyệt gửi"); ++i)
    await one.page.keyboard.press("Tab");
  await one.page.keyboard.press("Enter");
  await button(one, "Thu hồi").waitFor();
  await one.end();
});
