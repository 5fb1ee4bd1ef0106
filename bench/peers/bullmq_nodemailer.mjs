// Mail to the relay by BullMQ and nodemailer, over pooled connections: `enqueue` fills the queue, `work` empties it.
//
//   node bullmq_nodemailer.mjs enqueue REDIS-PORT COUNT 1
//   node bullmq_nodemailer.mjs work REDIS-PORT SMTP-PORT CONTENT.json CONNECTIONS
import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { fill, work } from './bullmq_queue.mjs';

const [command, redisPort, ...rest] = process.argv.slice(2);

if (command === 'enqueue') {
  let number = 0;
  await fill(redisPort, Number(rest[0]), () => ({
    name: 'Nguyễn Văn An',
    address: `nguyen.van.an${number++}@truong.hcm.edu.vn`,
  }));
} else {
  const [port, contentFile, connections] = rest;
  const { subject, text, html } = JSON.parse(readFileSync(contentFile, 'utf8'));
  const relay = createTransport({
    host: '127.0.0.1', port: Number(port), secure: false, ignoreTLS: true,
    pool: true, maxConnections: Number(connections), maxMessages: Infinity,
  });

  await work(redisPort, Number(connections), ({ name, address }) =>
    relay.sendMail({ from: { name: 'Sở Giáo dục và Đào tạo', address: 'bantin@hcm.edu.vn' }, to: { name, address }, subject, text, html }),
  );
}
