internal import CYaml

/// libyaml's emitter, writing into memory. The only place that touches it.
final class Emitter {
  private var emitter = yaml_emitter_t()
  private let output = Output()

  private final class Output {
    var bytes: [UInt8] = []
  }

  init(indent: Int?, width: Int?) {
    yaml_emitter_initialize(&emitter)
    yaml_emitter_set_unicode(&emitter, 1)
    yaml_emitter_set_encoding(&emitter, YAML_UTF8_ENCODING)
    if let indent { yaml_emitter_set_indent(&emitter, Int32(clamping: indent)) }
    if let width { yaml_emitter_set_width(&emitter, Int32(clamping: width)) }
    let context = Unmanaged.passUnretained(output).toOpaque()
    yaml_emitter_set_output(
      &emitter,
      { context, buffer, size in
        guard let context, let buffer else { return 0 }
        let output = Unmanaged<Output>.fromOpaque(context).takeUnretainedValue()
        output.bytes.append(contentsOf: UnsafeBufferPointer(start: buffer, count: size))
        return 1
      }, context)
    emit { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
  }

  deinit { yaml_emitter_delete(&emitter) }

  func startDocument(isExplicit: Bool) {
    emit { yaml_document_start_event_initialize(&$0, nil, nil, nil, isExplicit ? 0 : 1) }
  }

  /// Ends the document and gives the whole text.
  func finish() -> String {
    emit { yaml_document_end_event_initialize(&$0, 1) }
    emit { yaml_stream_end_event_initialize(&$0) }
    return String(decoding: output.bytes, as: UTF8.self)
  }

  /// A scalar that may stand plain, or only quoted.
  func scalar(_ text: String, mayBePlain: Bool, mayBeQuoted: Bool) {
    var text = text
    text.withUTF8 { bytes in
      emit {
        yaml_scalar_event_initialize(
          &$0, nil, nil, bytes.baseAddress, Int32(bytes.count), mayBePlain ? 1 : 0,
          mayBeQuoted ? 1 : 0,
          YAML_ANY_SCALAR_STYLE)
      }
    }
  }

  /// `!tag |` and the text in lines of its own.
  func block(_ text: String, tag: String) {
    var (text, tag) = (text, tag + "\0")
    text.withUTF8 { bytes in
      tag.withUTF8 { tag in
        emit {
          yaml_scalar_event_initialize(
            &$0, nil, tag.baseAddress, bytes.baseAddress, Int32(bytes.count), 0, 0,
            YAML_LITERAL_SCALAR_STYLE)
        }
      }
    }
  }

  func startList(isFlow: Bool) {
    let style = isFlow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
    emit { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, style) }
  }

  func endList() {
    emit { yaml_sequence_end_event_initialize(&$0) }
  }

  func startMapping(isFlow: Bool) {
    let style = isFlow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
    emit { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, style) }
  }

  func endMapping() {
    emit { yaml_mapping_end_event_initialize(&$0) }
  }

  private func emit(_ initialize: (inout yaml_event_t) -> Int32) {
    var event = yaml_event_t()
    if initialize(&event) == 1 { yaml_emitter_emit(&emitter, &event) }
  }
}
