package dev.claviger.server.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.claviger.model.ClavigerException.InvalidInput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// How a Connect message is written; its content type says so.
enum ConnectEncoding {
  PROTO("proto"),
  JSON("json");

  static final String UNARY = "application/";
  static final String STREAM = "application/connect+";

  private final String suffix;

  ConnectEncoding(String suffix) {
    this.suffix = suffix;
  }

  /// The encoding of `contentType`, if it is one of this `kind` ([#UNARY] or [#STREAM]).
  static Optional<ConnectEncoding> of(String contentType, String kind) {
    int parameters = contentType.indexOf(';');
    String type =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    for (ConnectEncoding encoding : values()) {
      if (type.equals(encoding.type(kind))) {
        return Optional.of(encoding);
      }
    }
    return Optional.empty();
  }

  String type(String kind) {
    return kind + suffix;
  }

  /// Parses a message.
  ///
  /// @throws InvalidInput if it is none
  <M extends Message> M read(byte[] body, Parser<M> proto, Function<byte[], M> json) {
    if (this == JSON) {
      return json.apply(body);
    }
    try {
      return proto.parseFrom(body);
    } catch (InvalidProtocolBufferException _) { // its text says nothing to a client
      throw new InvalidInput("the message", "is not a protobuf message of this call");
    }
  }

  /// Writes a message into `out`, which stays open.
  void write(Message message, OutputStream out) throws IOException {
    switch (this) {
      case PROTO -> message.writeTo(out);
      case JSON -> MessageJson.write(message, out);
    }
  }

  /// About how many bytes a message takes.
  int size(Message message) {
    return switch (this) {
      case PROTO -> message.getSerializedSize();
      case JSON -> 2 * message.getSerializedSize() + 1024;
    };
  }
}
