package dev.claviger.client;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads the fields of a protobuf message one by one; who reads skips what it does not know.
///
/// Whatever the bytes are, it ends with a field, the end, or [MalformedMessage].
final class ProtoReader {
  private static final int FIXED64 = 1;
  private static final int FIXED32 = 5;
  private static final int MAX_VARINT_BITS = 64;

  private final byte[] source;
  private final int end;
  private int position;
  private int field;
  private int wireType;

  ProtoReader(byte[] source) {
    this(source, 0, source.length);
  }

  private ProtoReader(byte[] source, int start, int end) {
    this.source = source;
    this.position = start;
    this.end = end;
  }

  /// Goes to the next field; false at the end.
  boolean next() throws MalformedMessage {
    if (position == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    wireType = (int) (tag & 7);
    if (field <= 0 || tag >>> 32 != 0) {
      throw new MalformedMessage("a field number is out of range");
    }
    return true;
  }

  int field() {
    return field;
  }

  long uint64() throws MalformedMessage {
    expect(ProtoWriter.VARINT);
    return varint();
  }

  byte[] bytes() throws MalformedMessage {
    expect(ProtoWriter.LENGTH_DELIMITED);
    int length = length();
    var copy = new byte[length];
    System.arraycopy(source, position, copy, 0, length);
    position += length;
    return copy;
  }

  String string() throws MalformedMessage {
    expect(ProtoWriter.LENGTH_DELIMITED);
    int length = length();
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(source, position, length))
              .toString();
      position += length;
      return text;
    } catch (CharacterCodingException e) {
      throw new MalformedMessage("a text is not UTF-8");
    }
  }

  /// The message inside this field, not copied.
  ProtoReader message() throws MalformedMessage {
    expect(ProtoWriter.LENGTH_DELIMITED);
    int length = length();
    var inner = new ProtoReader(source, position, position + length);
    position += length;
    return inner;
  }

  void skip() throws MalformedMessage {
    switch (wireType) {
      case ProtoWriter.VARINT -> varint();
      case FIXED64 -> advance(Long.BYTES);
      case ProtoWriter.LENGTH_DELIMITED -> advance(length());
      case FIXED32 -> advance(Integer.BYTES);
      default -> throw new MalformedMessage("a field has an unknown wire type");
    }
  }

  private void expect(int wanted) throws MalformedMessage {
    if (wireType != wanted) {
      throw new MalformedMessage("field " + field + " has another type");
    }
  }

  private int length() throws MalformedMessage {
    long length = varint();
    if (length < 0 || length > end - position) {
      throw new MalformedMessage("a field is longer than its message");
    }
    return (int) length;
  }

  private void advance(int bytes) throws MalformedMessage {
    if (bytes > end - position) {
      throw new MalformedMessage("the message ends inside a field");
    }
    position += bytes;
  }

  private long varint() throws MalformedMessage {
    long value = 0;
    for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
      if (position == end) {
        throw new MalformedMessage("the message ends inside a number");
      }
      byte next = source[position++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedMessage("a number has more than ten bytes");
  }
}
