#!/usr/bin/env node
// An agent that goes on working while its key is rotated. Node.js 18 or newer, no packages.
//
//   claviger run payments/production --on-change=signal:USR1 -- node examples/node/agent.mjs
import http from 'node:http';
import process from 'node:process';

const NAME = 'OPENAI_API_KEY';
const socketPath = process.env.CLAVIGER_SOCKET;

/** Calls the Unix socket that `claviger run` offers. */
function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath, method, path }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks);
        if (answer.statusCode >= 300) {
          reject(new Error(`${path}: ${bytes.toString().trim()}`));
        } else {
          resolve({ bytes, version: answer.headers['claviger-version'] });
        }
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

if (process.env[NAME] === undefined) {
  console.log(`${NAME} not configured`);
  process.exit(1);
}
let key = Buffer.from(process.env[NAME]);

async function rotated() {
  const { bytes, version } = await call('GET', `/v1/secrets/${NAME}`);
  if (!bytes.equals(key)) {
    key = bytes;
    console.log(`INFO Secret rotated: ${NAME} (no restart required)`);
    console.log(`INFO Version ${version} is in use`);
  }
}

process.on('SIGUSR1', () => rotated().catch((error) => console.error(`ERROR ${error.message}`)));
if (socketPath) {
  // Without a handler, Node.js opens its debugger on USR1. So Claviger sends it only once asked.
  await call('PUT', '/v1/signal', 'USR1');
}
console.log(`INFO Agent started, process ${process.pid}`);
setInterval(() => {}, 1 << 30); // an agent would work here
