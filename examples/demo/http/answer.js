/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/**
 * Reads the body of a request.
 *
 * @param {IncomingMessage} request
 * @param {number} maxBytes
 * @returns {Promise<Buffer | undefined>} `undefined` if it is larger; the rest is read and forgotten,
 * so that the client gets to see the answer.
 */
export async function readBody(request, maxBytes) {
  /** @type {Buffer[]} */
  const chunks = [];
  let receivedBytes = 0;
  for await (const chunk of request) {
    receivedBytes += chunk.length;
    if (receivedBytes <= maxBytes) chunks.push(chunk);
  }
  return receivedBytes <= maxBytes ? Buffer.concat(chunks) : undefined;
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {unknown} value
 */
export function answerJson(response, status, value) {
  answerText(response, status, 'application/json', JSON.stringify(value));
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {string} type Media type.
 * @param {string | Buffer} body
 */
export function answerText(response, status, type, body) {
  response.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}
