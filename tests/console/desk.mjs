// What editors and approvers do, by the API, so that a test begins where it has something to say.
import assert from "node:assert/strict";

import { stand } from "./browser.mjs";

/** Signed in as the person of the role, as the browser is; `call(method, path, body, etag)`. */
export async function personOf(role) {
  const { name, password } = stand.users[role];
  const entry = await fetch(stand.address + "/api/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ name, password }),
  });
  assert.equal(entry.status, 201, await entry.clone().text());
  const { csrf } = await entry.json();
  const cookie = entry.headers.get("set-cookie").split(";")[0];
  return async (method, path, body, revision) => {
    const reply = await fetch(stand.address + path, {
      method,
      headers: {
        Cookie: cookie,
        "X-CSRF-Token": csrf,
        ...(body ? { "Content-Type": "application/json" } : {}),
        ...(revision === undefined ? {} : { "If-Match": `"${revision}"` }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await reply.text();
    assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };
}

export const content = (title, more = {}) => ({
  title,
  summary: "Người nộp chỉ cần khai một lần.",
  body_html: "<p>Bộ phận một cửa nhận hồ sơ trực tuyến.</p>",
  category: "cchc",
  department: "Văn phòng Sở",
  audience: { include: [{ unit: "cum-05", roles: ["teacher"] }] },
  ...more,
});

/** A draft of the editor's, submitted. Returns the draft; `broadcast` is its broadcast. */
export async function submitted(editor, title, more = {}, start_at = null) {
  const draft = await editor("POST", "/api/drafts", {
    content: content(title, more),
    start_at,
  });
  return editor(
    "POST",
    `/api/drafts/${draft.id}/submit`,
    undefined,
    draft.revision,
  );
}

/** In so many minutes from now. */
export const inMinutes = (minutes) =>
  new Date(Date.now() + minutes * 60_000).toISOString();
