// The queue that both of BullMQ's peers use, at the settings that its documentation recommends for work that waits for a network: many jobs
// at once in one worker, jobs added in bulk, done ones taken away, failed ones tried again after a growing pause.
import { createInterface } from 'node:readline';
import { Queue, Worker } from 'bullmq';

const name = 'broadcast';
const connectionTo = (port) => ({ host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null });
const opts = { removeOnComplete: true, attempts: 8, backoff: { type: 'exponential', delay: 1000 } };

export async function fill(redisPort, count, make) {
  const queue = new Queue(name, { connection: connectionTo(redisPort) });
  for (let done = 0; done < count; done += 1000) {
    const some = Math.min(1000, count - done);
    await queue.addBulk(Array.from({ length: some }, () => ({ name: 'send', data: make(), opts })));
  }
  await queue.close();
}

export async function work(redisPort, concurrency, send) {
  const worker = new Worker(name, (job) => send(job.data), { connection: connectionTo(redisPort), concurrency, autorun: false });
  worker.on('error', (error) => console.error(error));
  await worker.waitUntilReady();
  console.log('ready');
  for await (const line of createInterface({ input: process.stdin })) if (line === 'go') worker.run();
}
