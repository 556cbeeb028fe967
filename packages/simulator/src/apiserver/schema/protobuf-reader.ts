import { DecodeError } from './decode-json.ts';

export interface ProtobufField {
  readonly number: number;
  /** Of a number. */
  readonly value: bigint;
  /** Of text, bytes and messages. */
  readonly bytes: Uint8Array;
}

const noBytes = new Uint8Array();

/** Walks the fields of one protobuf message. */
export class ProtobufReader {
  private position = 0;

  constructor(private readonly message: Uint8Array) {}

  /** @throws DecodeError when the bytes are damaged */
  *fields(): Generator<ProtobufField> {
    while (this.position < this.message.length) {
      const tag = Number(this.varint());
      yield { number: tag >>> 3, ...this.content(tag & 7) };
    }
  }

  private content(wireType: number): Omit<ProtobufField, 'number'> {
    switch (wireType) {
      case 0:
        return { value: this.varint(), bytes: noBytes };
      case 1:
        return { value: 0n, bytes: this.take(8) };
      case 2:
        return { value: 0n, bytes: this.take(Number(this.varint())) };
      case 5:
        return { value: 0n, bytes: this.take(4) };
      default:
        throw new DecodeError(`proto: illegal wireType ${wireType}`);
    }
  }

  private varint(): bigint {
    let result = 0n;
    for (let shift = 0n; shift < 64n; shift += 7n) {
      const byte = this.message[this.position];
      if (byte === undefined) throw new DecodeError('unexpected EOF');
      this.position += 1;
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
    throw new DecodeError('proto: integer overflow');
  }

  private take(length: number): Uint8Array {
    const end = this.position + length;
    if (end > this.message.length) throw new DecodeError('unexpected EOF');
    const bytes = this.message.subarray(this.position, end);
    this.position = end;
    return bytes;
  }
}
