// Posts to the partner by BullMQ and undici: `enqueue` fills the queue, `work` empties it from when it is told "go".
//
//   node bullmq_undici.mjs enqueue REDIS-PORT COUNT BATCH
//   node bullmq_undici.mjs work REDIS-PORT URL CONTENT.json CONNECTIONS
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { fill, work } from './bullmq_queue.mjs';

const [command, redisPort, ...rest] = process.argv.slice(2);

if (command === 'enqueue') {
  const [count, batch] = rest.map(Number);
  let number = 0;
  await fill(redisPort, count / batch, () => ({
    accounts: Array.from({ length: batch }, () => ({
      ma_yeu_cau: randomBytes(16).toString('hex'),
      tai_khoan: `09${String(number++).padStart(8, '0')}`,
    })),
  }));
} else {
  const [url, contentFile, connections] = rest;
  const content = readFileSync(contentFile, 'utf8'); // '{...,"nguoi_nhan":['
  const partner = new Pool(url, { connections: Number(connections) });
  const headers = { 'content-type': 'application/json; charset=utf-8', authorization: '0123456789abcdef' };

  await work(redisPort, Number(connections), async ({ accounts }) => {
    const body = content + JSON.stringify(accounts).slice(1) + '}';
    const answer = await partner.request({ method: 'POST', path: '/ThongBao/GuiThongBaoTaiKhoan', headers, body });
    const said = await answer.body.json();
    const taken = said.data.filter(({ ma }) => ma === 200 || ma === 409);
    if (answer.statusCode !== 200 || taken.length !== accounts.length) throw new Error(`answered ${answer.statusCode}`);
  });
}
