/**
 * Size of a body before compression, exactly. Unit: bytes.
 *
 * Source: gzip ends with it: https://www.rfc-editor.org/rfc/rfc1952#page-5
 */
export function rawBytesOf(
  body: Uint8Array<ArrayBuffer>,
  gzipped: boolean,
): number {
  const { buffer, byteOffset, length } = body;
  return gzipped
    ? new DataView(buffer, byteOffset + length - 4).getUint32(0, true)
    : length;
}
